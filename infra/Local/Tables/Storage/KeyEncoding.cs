using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Storage;

/// <summary>
/// Key values as bytes whose order is the values' order, so that a range of keys is a range of a database index.
/// Strings are their UTF-8 bytes, binaries themselves. A number is a sign byte (0x7F negative, 0x80 zero, 0x81 positive),
/// its magnitude, its digits two a byte (each plus 1), and an end byte 0; a negative number's bytes are inverted.
/// </summary>
internal static class KeyEncoding
{
    private const byte NegativeSign = 0x7F;
    private const byte Zero = 0x80;
    private const byte PositiveSign = 0x81;

    public static byte[] Encode(AttributeValue value) => value switch
    {
        StringValue text => Encoding.UTF8.GetBytes(text.Value),
        BinaryValue binary => binary.Value,
        NumberValue number => EncodeNumber(number.Value),
        _ => throw new UnreachableException($"A key attribute is S, N or B, and this is {value.Type}: it had to be checked before."),
    };

    /// <summary>
    /// Where a partition lies in a scan. DynamoDB scans in the order of a hash too, which keeps callers from relying
    /// on sorted partition keys.
    /// </summary>
    public static uint Hash(ReadOnlySpan<byte> partitionKey) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(partitionKey));

    /// <summary>The first key after all those that begin with the prefix; null when no key comes after them.</summary>
    public static byte[]? EndOfPrefix(ReadOnlySpan<byte> prefix)
    {
        var last = prefix.Length - 1;
        while (last >= 0 && prefix[last] == 0xFF)
        {
            last--;
        }

        if (last < 0)
        {
            return null;
        }

        var end = prefix[..(last + 1)].ToArray();
        end[last]++;
        return end;
    }

    private static byte[] EncodeNumber(DynamoNumber number)
    {
        if (number.IsZero)
        {
            return [Zero];
        }

        var digits = number.Coefficient.ToString(CultureInfo.InvariantCulture);
        var pairs = (digits.Length + 1) / 2;
        var bytes = new byte[pairs + 3];
        bytes[0] = number.Negative ? NegativeSign : PositiveSign;
        bytes[1] = (byte)(number.Magnitude - DynamoNumber.MinimumMagnitude);
        for (var pair = 0; pair < pairs; pair++)
        {
            var tens = digits[2 * pair] - '0';
            var ones = (2 * pair) + 1 < digits.Length ? digits[(2 * pair) + 1] - '0' : 0;
            bytes[pair + 2] = (byte)((10 * tens) + ones + 1);
        }

        if (number.Negative)
        {
            for (var i = 1; i < bytes.Length; i++)
            {
                bytes[i] = (byte)~bytes[i];
            }
        }

        return bytes;
    }
}

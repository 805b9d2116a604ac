using System.Globalization;
using System.Text.Json;

namespace SensorWatch.Templates.Patterns;

/// <summary><c>cidr</c>: a block of IP addresses. Bits of the address beyond the mask don't count.</summary>
internal static class CidrOperator
{
    public static ValueMatcher Parse(JsonElement operand, string at)
    {
        if (PatternOperators.Text(operand, "prefix match pattern must be a string", at).Split('/') is not [var address, { Length: > 0 } mask])
        {
            throw new EventPatternException("Malformed CIDR, one '/' required", at);
        }

        if (!int.TryParse(mask, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bits))
        {
            throw new EventPatternException("Malformed CIDR, mask bits must be an integer", at);
        }

        if (bits < 0)
        {
            throw new EventPatternException("Malformed CIDR, mask bits must not be negative", at);
        }

        var block = ReadAddress(address, at);
        var size = block.Length * 8;
        return bits < size
            ? value => value.Address?.GetAddressBytes() is { } bytes && bytes.Length == block.Length && StartSame(bytes, block, bits)
            : throw new EventPatternException($"{(block.Length == 4 ? "IPv4" : "IPv6")} mask bits must be < {size}", at);
    }

    private static byte[] ReadAddress(string text, string at)
    {
        if (IpAddress.Read(text) is { } address)
        {
            return address.GetAddressBytes();
        }

        throw new EventPatternException($"{(IpAddress.LooksLikeAddress(text) ? "Invalid" : "Nonstandard")} IP address: {text}", at);
    }

    private static bool StartSame(byte[] left, byte[] right, int bits)
    {
        var (whole, rest) = (bits / 8, bits % 8);
        return left.AsSpan(0, whole).SequenceEqual(right.AsSpan(0, whole))
            && (rest == 0 || (left[whole] ^ right[whole]) >> (8 - rest) == 0);
    }
}

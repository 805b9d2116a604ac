using System.Buffers.Binary;
using SensorWatch.Contracts;

namespace SensorWatch.Functions.Storage;

/// <summary>
/// Readings as few bytes: about three for a reading, where two lists of DynamoDB's numbers take nine. Sensors report at
/// steady intervals and with few decimals, so times are stored as changes of the interval and values as differences of whole
/// numbers, each as short as it is small. What does not fit this is stored in full; nothing is rounded.
/// </summary>
/// <remarks>
/// The format, version 1: a byte 1; a byte k, times being whole numbers of 10^k ticks after the first; the intervals'
/// changes, from the second reading on; a byte d, values being whole numbers divided by 10^d, or 255; their differences, or
/// with 255 the values as doubles, little endian. A change or difference is a zigzag varint:
/// https://protobuf.dev/programming-guides/encoding/#signed-ints
/// </remarks>
internal static class PackedReadings
{
    private const byte Version = 1;

    /// <summary>In place of the number of decimals: the values are doubles.</summary>
    private const byte InFull = 255;

    private const int MaximumDecimals = 15;

    /// <summary>Of a double; larger whole numbers have gaps.</summary>
    private const double MaximumWhole = 1L << 53;

    private static readonly long[] Powers = [.. Enumerable.Range(0, MaximumDecimals + 1).Select(power => (long)Math.Pow(10, power))];

    /// <summary>Packs readings of less than a day, in the order of time and each with a time of its own.</summary>
    public static byte[] Pack(IReadOnlyList<Reading> readings)
    {
        using var bytes = new MemoryStream();
        bytes.WriteByte(Version);
        PackTimes(bytes, [.. readings.Select(reading => (reading.Time - readings[0].Time).Ticks)]);
        PackValues(bytes, [.. readings.Select(reading => reading.Value)]);
        return bytes.ToArray();
    }

    /// <summary>Gives back what was packed.</summary>
    /// <param name="bytes">What <see cref="Pack"/> made.</param>
    /// <param name="count">How many readings.</param>
    /// <param name="first">Time of the first.</param>
    /// <exception cref="InvalidDataException">They are no packed readings, of another version, or not so many.</exception>
    public static IReadOnlyList<Reading> Unpack(ReadOnlySpan<byte> bytes, int count, DateTimeOffset first)
    {
        var reader = new ByteReader(bytes);
        if (reader.ReadByte() is var version && version != Version)
        {
            throw new InvalidDataException($"Packed readings of version {Version} are expected; these are of version {version}.");
        }

        var times = UnpackTimes(ref reader, count);
        var values = UnpackValues(ref reader, count);
        reader.End();
        return [.. times.Zip(values, (ticks, value) => new Reading(first.AddTicks(ticks), value))];
    }

    private static void PackTimes(MemoryStream bytes, IReadOnlyList<long> ticks)
    {
        var power = 7;
        while (power > 0 && ticks.Any(offset => offset % Powers[power] != 0))
        {
            power--;
        }

        bytes.WriteByte((byte)power);
        long interval = 0;
        for (var i = 1; i < ticks.Count; i++)
        {
            var next = (ticks[i] - ticks[i - 1]) / Powers[power];
            Write(bytes, next - interval);
            interval = next;
        }
    }

    private static long[] UnpackTimes(ref ByteReader reader, int count)
    {
        var unit = reader.ReadByte() is var power && power <= 7 ? Powers[power] : throw Broken();
        var ticks = new long[count];
        long interval = 0;
        for (var i = 1; i < count; i++)
        {
            interval += reader.ReadNumber();
            ticks[i] = unchecked(ticks[i - 1] + (interval * unit));
            if (ticks[i] <= ticks[i - 1] || ticks[i] >= TimeSpan.TicksPerDay)
            {
                throw Broken();
            }
        }

        return ticks;
    }

    private static void PackValues(MemoryStream bytes, IReadOnlyList<double> values)
    {
        for (var decimals = 0; decimals <= MaximumDecimals; decimals++)
        {
            if (values.All(value => ToWhole(value, decimals) is not null))
            {
                bytes.WriteByte((byte)decimals);
                long last = 0;
                foreach (var whole in values.Select(value => ToWhole(value, decimals)!.Value))
                {
                    Write(bytes, whole - last);
                    last = whole;
                }

                return;
            }
        }

        bytes.WriteByte(InFull);
        Span<byte> full = stackalloc byte[sizeof(double)];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(full, value);
            bytes.Write(full);
        }
    }

    private static double[] UnpackValues(ref ByteReader reader, int count)
    {
        var decimals = reader.ReadByte();
        var values = new double[count];
        long last = 0;
        for (var i = 0; i < count; i++)
        {
            values[i] = decimals switch
            {
                InFull => reader.ReadDouble(),
                <= MaximumDecimals => (double)(last += reader.ReadNumber()) / Powers[decimals],
                _ => throw Broken(),
            };
        }

        return values;
    }

    /// <summary>The whole number that gives back the very value when it is divided; null when there is none.</summary>
    private static long? ToWhole(double value, int decimals)
    {
        var whole = Math.Round(value * Powers[decimals]);
        return Math.Abs(whole) <= MaximumWhole
            && BitConverter.DoubleToInt64Bits((double)(long)whole / Powers[decimals]) == BitConverter.DoubleToInt64Bits(value)
            ? (long)whole
            : null;
    }

    private static void Write(MemoryStream bytes, long number)
    {
        var zigzag = (ulong)((number << 1) ^ (number >> 63));
        for (; zigzag >= 0x80; zigzag >>= 7)
        {
            bytes.WriteByte((byte)(zigzag | 0x80));
        }

        bytes.WriteByte((byte)zigzag);
    }

    private static InvalidDataException Broken() => new("The packed readings are damaged, or are not so many as the item says.");

    private ref struct ByteReader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public byte ReadByte() => Take(1)[0];

        public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

        public long ReadNumber()
        {
            ulong zigzag = 0;
            for (var shift = 0; shift < 64; shift += 7)
            {
                var next = ReadByte();
                zigzag |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80)
                {
                    return (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
                }
            }

            throw Broken();
        }

        public readonly void End()
        {
            if (!_rest.IsEmpty)
            {
                throw Broken();
            }
        }

        private ReadOnlySpan<byte> Take(int count)
        {
            if (_rest.Length < count)
            {
                throw Broken();
            }

            var taken = _rest[..count];
            _rest = _rest[count..];
            return taken;
        }
    }
}

using CsCheck;
using SensorWatch.Contracts;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Tests.Storage;

public sealed class PackedReadingsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly double[] Awkward = [0.0, -0.0, 1e15, -1e15, 1e-100, 0.1 + 0.2, 1.0 / 3, 4503599627370497.5 / 8, 0.3, 123456789.123456789];

    /// <summary>Any double that a reading may have, and what sensors send: numbers with few decimals.</summary>
    private static readonly Gen<double> AnyValue = Gen.OneOf(
        Gen.Select(Gen.Int[-1_000_000, 1_000_000], Gen.Int[0, 6], (whole, decimals) => whole / Math.Pow(10, decimals)),
        Gen.Double.Where(value => double.IsFinite(value) && ReadingRules.CheckValue(value) is null),
        Gen.Int[0, Awkward.Length - 1].Select(index => Awkward[index]));

    private static readonly Gen<long> AnyInterval = Gen.OneOf(
        Gen.Long[1, 100], Gen.Long[1, 100].Select(seconds => seconds * TimeSpan.TicksPerSecond), Gen.Long[1, 1000].Select(ms => ms * TimeSpan.TicksPerMillisecond));

    [Fact]
    public void What_is_unpacked_is_what_was_packed_to_the_last_bit() =>
        Gen.Select(AnyInterval, AnyValue).Array[1, 200].Sample(
            steps =>
            {
                var readings = At(steps);

                var unpacked = PackedReadings.Unpack(PackedReadings.Pack(readings), readings.Count, readings[0].Time);

                unpacked.Select(reading => reading.Time).ShouldBe(readings.Select(reading => reading.Time));
                unpacked.Select(reading => BitConverter.DoubleToInt64Bits(reading.Value))
                    .ShouldBe(readings.Select(reading => BitConverter.DoubleToInt64Bits(reading.Value)));
            },
            iter: 5_000);

    [Fact]
    public void Whatever_the_bytes_they_are_readings_or_refused() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Int[1, 20]).Sample(
            (bytes, count) =>
            {
                bytes = [1, .. bytes];
                try
                {
                    PackedReadings.Unpack(bytes, count, Start).Count.ShouldBe(count);
                }
                catch (InvalidDataException)
                {
                    // Refused, and that is all that can happen.
                }
            },
            iter: 20_000);

    [Fact]
    public void Steady_readings_with_a_decimal_take_about_two_bytes_each()
    {
        var readings = Enumerable.Range(0, 500).Select(i => new Reading(Start.AddSeconds(10 * i), Math.Round(20 + (5 * Math.Sin(i / 30.0)), 1))).ToList();

        PackedReadings.Pack(readings).Length.ShouldBeLessThan(1024);
    }

    [Fact]
    public void The_bytes_are_as_the_format_says() =>
        PackedReadings.Pack([new(Start, 21.5), new(Start.AddSeconds(10), 21.4), new(Start.AddSeconds(20), 21.4), new(Start.AddSeconds(31), 30)])
            .ShouldBe([1, 7, 20, 0, 2, 1, 0xAE, 0x03, 1, 0, 0xAC, 0x01]);

    [Fact]
    public void Another_version_is_refused_by_its_number() =>
        Should.Throw<InvalidDataException>(() => PackedReadings.Unpack([2, 0, 0], 1, Start)).Message.ShouldContain("version 2");

    private static List<Reading> At((long Ticks, double Value)[] steps)
    {
        var time = Start.AddTicks(7);
        return [.. steps.Select(step => new Reading(time = time.AddTicks(step.Ticks), step.Value))];
    }
}

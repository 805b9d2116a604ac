using CsCheck;
using SensorWatch.Contracts;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Tests.Storage;

public sealed class ReadingChunkTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<Reading> AnyReading = Gen.Select(
        Gen.Long[0, TimeSpan.FromDays(3).Ticks],
        Gen.Double[-ReadingRules.MaximumMagnitude, ReadingRules.MaximumMagnitude].Where(value => ReadingRules.CheckValue(value) is null),
        (ticks, value) => new Reading(Start.AddTicks(ticks), value));

    [Fact]
    public void Chunks_hold_every_reading_once_and_never_cross_midnight() =>
        AnyReading.Array[1, 200].Sample(readings =>
        {
            var chunks = ReadingChunk.From(Data(readings), Start).ToList();

            chunks.ShouldAllBe(chunk => chunk.Readings.Select(r => r.Time.UtcDateTime.Date).Distinct().Count() == 1);
            chunks.SelectMany(chunk => chunk.Readings).Select(r => r.Time)
                .ShouldBe(readings.Select(r => r.Time).Distinct().Order());
        });

    [Fact]
    public void The_order_in_which_readings_arrive_makes_no_difference() =>
        AnyReading.Array[1, 50].Where(readings => readings.DistinctBy(r => r.Time).Count() == readings.Length)
            .SelectMany(readings => Gen.Shuffle(readings).Select(shuffled => (readings, shuffled)))
            .Sample((readings, shuffled) =>
                ReadingChunk.From(Data(shuffled), Start).Select(chunk => chunk.Key)
                    .ShouldBe(ReadingChunk.From(Data(readings), Start).Select(chunk => chunk.Key)));

    [Fact]
    public void An_item_gives_back_the_very_readings_it_was_made_of() =>
        AnyReading.Array[1, 50].Sample(readings =>
        {
            foreach (var chunk in ReadingChunk.From(Data(readings), Start.AddTicks(7)))
            {
                var read = ReadingItem.Read(ReadingItem.Write(chunk));

                read.Readings.ShouldBe(chunk.Readings);
                (read with { Readings = chunk.Readings }).ShouldBe(chunk);
            }
        });

    [Fact]
    public void An_item_of_before_with_lists_of_numbers_is_read()
    {
        var item = ReadingItem.Write(ReadingChunk.From(Data([new(Start.AddSeconds(1.5), 1)]), Start).Single());
        item.Remove("readings");
        item.Remove("count");
        item["seconds"] = new() { L = [new() { N = "0" }, new() { N = "0.25" }] };
        item["values"] = new() { L = [new() { N = "21.5" }, new() { N = "-3" }] };

        ReadingItem.Read(item).Readings.ShouldBe([new(Start.AddSeconds(1.5), 21.5), new(Start.AddSeconds(1.75), -3)]);

        item["values"].L.RemoveAt(0);
        Should.Throw<InvalidDataException>(() => ReadingItem.Read(item)).Message.ShouldContain("got 2 and 1");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("3")]
    [InlineData("2000000000")]
    public void An_item_that_holds_another_number_of_readings_than_it_says_is_refused(string? count)
    {
        var item = ReadingItem.Write(ReadingChunk.From(Data([new(Start, 1), new(Start.AddSeconds(1), 2)]), Start).Single());
        item["count"] = count is null ? new() { NULL = true } : new() { N = count };

        Should.Throw<InvalidDataException>(() => ReadingItem.Read(item));
    }

    [Fact]
    public void Another_value_makes_another_key() =>
        ReadingChunk.From(Data([new(Start, 1)]), Start).Single().Key
            .ShouldNotBe(ReadingChunk.From(Data([new(Start, 2)]), Start).Single().Key);

    [Fact]
    public void A_busy_day_is_divided() =>
        ReadingChunk.From(Data([.. Enumerable.Range(0, 2500).Select(i => new Reading(Start.AddSeconds(i), i))]), Start)
            .Select(chunk => chunk.Readings.Count).ShouldBe([1000, 1000, 500]);

    private static ReadingsRecorded Data(Reading[] readings) => new() { SensorId = "a", Unit = "Cel", Readings = readings };
}

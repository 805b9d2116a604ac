using CsCheck;
using SensorWatch.Contracts;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Tests.Storage;

public sealed class PageBuilderTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<(ReadingChunk[] Chunks, int From, int To, int Limit)> AnyQuery =
        Gen.Select(AnyChunk().Array[0, 12], Gen.Int[0, 40], Gen.Int[0, 60], Gen.Int[1, 20]);

    [Fact]
    public void A_page_holds_the_first_readings_of_the_interval_and_the_latest_value_of_each_time() =>
        AnyQuery.Sample((chunks, from, to, limit) =>
        {
            var page = new PageBuilder(At(from), At(to), limit);
            foreach (var chunk in InKeyOrder(chunks).TakeWhile(chunk => !page.IsCompleteBefore(chunk.Readings[0].Time)))
            {
                page.Add(chunk);
            }

            var (readings, next) = page.Build();

            var expected = Expected(chunks, At(from), At(to));
            readings.ShouldBe(expected.Take(limit));
            next.ShouldBe(expected.Count > limit ? expected[limit].Time : null);
        });

    private static List<StoredReading> Expected(ReadingChunk[] chunks, DateTimeOffset from, DateTimeOffset to) =>
    [
        .. InKeyOrder(chunks).SelectMany(chunk => chunk.Readings.Select(reading => (chunk, reading)))
            .Where(x => x.reading.Time >= from && x.reading.Time < to)
            .GroupBy(x => x.reading.Time)
            .OrderBy(group => group.Key)
            .Select(group => group.OrderBy(x => x.chunk.RecordedAt).Last())
            .Select(x => new StoredReading(x.reading.Time, x.reading.Value, x.chunk.Unit)),
    ];

    private static IEnumerable<ReadingChunk> InKeyOrder(ReadingChunk[] chunks) => chunks.OrderBy(chunk => chunk.Key, StringComparer.Ordinal);

    private static Gen<ReadingChunk> AnyChunk() =>
        Gen.Select(Gen.Int[0, 50].HashSet[1, 10], Gen.Int[0, 5], Gen.Int[0, 1000], (minutes, recorded, value) => new ReadingChunk
        {
            SensorId = "a",
            Unit = $"u{recorded}",
            RecordedAt = At(recorded),
            Readings = [.. minutes.Order().Select(minute => new Reading(At(minute), value + minute))],
        });

    private static DateTimeOffset At(int minute) => Start.AddMinutes(minute);
}

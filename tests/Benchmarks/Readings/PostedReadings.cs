namespace SensorWatch.Benchmarks.Readings;

/// <summary>Readings of the sensors that the demo device's token is for, one a second, and the batches in which they are posted.</summary>
internal sealed class PostedReadings
{
    private static readonly DateTimeOffset First = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="count">How many.</param>
    /// <param name="batch">How many to a request.</param>
    public PostedReadings(int count, int batch)
    {
        All = [.. Enumerable.Range(0, count).Select(number => (
            SensorIds[number % SensorIds.Count],
            First.AddSeconds(number / SensorIds.Count),
            Math.Round(20 + (10 * Math.Sin(number / 500.0)), 2)))];
        Batches = [.. All.GroupBy(reading => reading.SensorId).SelectMany(sensor => sensor.Chunk(batch))];
    }

    public static IReadOnlyList<string> SensorIds { get; } = ["seattle-temperature", "seattle-pressure", "seattle-wind", "greenhouse-1"];

    public IReadOnlyList<(string SensorId, DateTimeOffset Time, double Value)> All { get; }

    public IReadOnlyList<(string SensorId, DateTimeOffset Time, double Value)[]> Batches { get; }
}

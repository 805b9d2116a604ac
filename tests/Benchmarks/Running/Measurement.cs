using System.Collections.Concurrent;
using System.Diagnostics;

namespace SensorWatch.Benchmarks.Running;

/// <summary>How often something was done in a time, and how long each took.</summary>
/// <param name="PerSecond">Times a second.</param>
/// <param name="Median">The middle duration.</param>
/// <param name="Percentile99">99 of 100 took no longer.</param>
internal sealed record Measurement(double PerSecond, TimeSpan Median, TimeSpan Percentile99)
{
    /// <summary>Has clients do something over and over, each once more when it is done.</summary>
    /// <param name="clients">How many at once.</param>
    /// <param name="time">For how long; a tenth of it more goes before, for warming up.</param>
    /// <param name="act">What a client does.</param>
    public static async Task<Measurement> RepeatAsync(int clients, TimeSpan time, Func<Task> act)
    {
        await RepeatOnceAsync(clients, time / 10, act);
        return await RepeatOnceAsync(clients, time, act);
    }

    /// <summary>Of durations within a time.</summary>
    public static Measurement Of(IEnumerable<TimeSpan> durations, TimeSpan time)
    {
        List<TimeSpan> sorted = [.. durations.Order()];
        return new(sorted.Count / time.TotalSeconds, At(0.5), At(0.99));

        TimeSpan At(double part) => sorted.Count == 0 ? TimeSpan.Zero : sorted[(int)((sorted.Count - 1) * part)];
    }

    public override string ToString() =>
        $"{PerSecond:N0} a second, p50 {Median.TotalMilliseconds:N1} ms, p99 {Percentile99.TotalMilliseconds:N1} ms";

    private static async Task<Measurement> RepeatOnceAsync(int clients, TimeSpan time, Func<Task> act)
    {
        var durations = new ConcurrentBag<TimeSpan>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            while (watch.Elapsed < time)
            {
                var start = watch.Elapsed;
                await act();
                durations.Add(watch.Elapsed - start);
            }
        }));
        return Of(durations, watch.Elapsed);
    }
}

using System.Diagnostics;

namespace SensorWatch.Local.Tests.Functions;

/// <summary>Waits for what another thread or process is about to bring about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <summary>Returns when the condition holds; fails when it doesn't within 30 s.</summary>
    public static async Task True(Func<bool> condition, string what)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started) > Bound)
            {
                throw new TimeoutException($"Not within {Bound.TotalSeconds:0} s: {what}");
            }

            await pause.WaitForNextTickAsync();
        }
    }
}

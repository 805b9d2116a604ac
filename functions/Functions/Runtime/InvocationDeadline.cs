namespace SensorWatch.Functions.Runtime;

/// <summary>
/// When a handler is told to stop. At the deadline Lambda ends the whole execution environment: the invocation fails, and
/// the next one pays for a cold start. So the token is cancelled a little earlier, and the handler can still answer with
/// what it has done (a partial batch response, for one).
/// </summary>
internal static class InvocationDeadline
{
    /// <summary>
    /// Enough to unwind, write the answer and post it to the Runtime API on this host, also with the fraction of a
    /// processor that the smallest memory size gives.
    /// </summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    /// <summary>Time until the handler is told to stop: 500 ms, but at most a tenth of the time there is, before the deadline.</summary>
    /// <param name="remaining">Time to the deadline.</param>
    public static TimeSpan TimeToWork(TimeSpan remaining)
    {
        var margin = remaining / 10 < Margin ? remaining / 10 : Margin;
        return remaining > margin ? remaining - margin : TimeSpan.Zero;
    }
}

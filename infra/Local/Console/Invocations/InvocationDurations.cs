namespace SensorWatch.Local.Console.Invocations;

/// <summary>How long a function's newest invocations took, in milliseconds; null without any.</summary>
/// <param name="Count">How many have ended.</param>
/// <param name="P50">Half of them took no longer.</param>
/// <param name="P95">95 of 100 took no longer.</param>
/// <param name="P99">99 of 100 took no longer.</param>
/// <param name="Max">The longest.</param>
/// <param name="Cold">INIT of those that were cold starts.</param>
internal sealed record InvocationDurations(int Count, double? P50, double? P95, double? P99, double? Max, ColdStarts Cold)
{
    public static InvocationDurations Of(IReadOnlyList<RecentInvocation> invocations)
    {
        double[] durations = [.. invocations.Select(invocation => invocation.DurationMs).OfType<double>().Order()];
        double[] inits = [.. invocations.Select(invocation => invocation.InitMs).OfType<double>().Order()];
        return new(
            durations.Length,
            Percentile(durations, 50),
            Percentile(durations, 95),
            Percentile(durations, 99),
            Percentile(durations, 100),
            new(inits.Length, Percentile(inits, 50), Percentile(inits, 100)));
    }

    /// <summary>The smallest value that so many of a hundred don't exceed (nearest rank); null of none.</summary>
    public static double? Percentile(double[] ordered, int percent) =>
        ordered.Length == 0 ? null : ordered[((percent * ordered.Length) + 99) / 100 - 1];
}

/// <summary>INIT of cold starts, in milliseconds.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="P50">Half of them took no longer; null without any.</param>
/// <param name="Max">The longest; null without any.</param>
internal sealed record ColdStarts(int Count, double? P50, double? Max);

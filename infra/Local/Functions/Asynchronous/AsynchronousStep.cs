namespace SensorWatch.Local.Functions.Asynchronous;

/// <summary>
/// What follows an attempt of an asynchronous invocation: its end, or another attempt.
/// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
/// </summary>
/// <param name="Condition">How it ended, in the words of Lambda's invocation record; null when it is tried again.</param>
/// <param name="Next">The invocation as it goes on; the one that was tried when it ended.</param>
internal sealed record AsynchronousStep(string? Condition, AsynchronousInvocation Next)
{
    public const string Success = nameof(Success);

    public const string RetriesExhausted = nameof(RetriesExhausted);

    public const string EventAgeExceeded = nameof(EventAgeExceeded);

    /// <summary>A function whose reserved concurrency is 0 can't run: its invocations are not tried again.</summary>
    public const string ZeroReservedConcurrency = nameof(ZeroReservedConcurrency);

    private static readonly TimeSpan[] RetryDelays = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)];
    private static readonly TimeSpan FirstThrottleDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestThrottleDelay = TimeSpan.FromMinutes(5);

    /// <summary>Decides.</summary>
    /// <param name="invocation">The invocation as it was tried.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="settings">What the templates want.</param>
    /// <param name="now">The time after the attempt.</param>
    public static AsynchronousStep After(
        AsynchronousInvocation invocation, InvocationResult result, AsynchronousSettings settings, DateTimeOffset now)
    {
        if (result.Succeeded)
        {
            return new(Success, invocation);
        }

        if (result.Throttled)
        {
            return settings.Function.ReservedConcurrentExecutions == 0
                ? new(ZeroReservedConcurrency, invocation with { LastFailure = result })
                : Retry(invocation with { Throttles = invocation.Throttles + 1, LastFailure = result }, ThrottleDelay(invocation.Throttles));
        }

        var failed = invocation with { Failures = invocation.Failures + 1, Throttles = 0, LastFailure = result };
        return failed.Failures > settings.MaximumRetryAttempts ? new(RetriesExhausted, failed) : Retry(failed, RetryDelays[failed.Failures - 1]);

        // What gets too old while it waits ends at that age, not when its turn would have come.
        AsynchronousStep Retry(AsynchronousInvocation next, TimeSpan delay) =>
            new(null, next with { DueAt = Min(now + delay, next.AcceptedAt + settings.MaximumEventAge) });
    }

    /// <summary>Whether an invocation that is due is too old to be tried.</summary>
    public static bool IsTooOld(AsynchronousInvocation invocation, AsynchronousSettings settings, DateTimeOffset now) =>
        now >= invocation.AcceptedAt + settings.MaximumEventAge;

    private static TimeSpan ThrottleDelay(int throttles)
    {
        var delay = FirstThrottleDelay * Math.Pow(2, Math.Min(throttles, 10));
        return delay < LongestThrottleDelay ? delay : LongestThrottleDelay;
    }

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

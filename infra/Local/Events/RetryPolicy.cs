using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>
/// For how long a target that fails for a time is tried again, after waits that double, with jitter.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
/// </summary>
/// <param name="MaximumRetryAttempts">How often after the first attempt.</param>
/// <param name="MaximumEventAge">How long after the event came.</param>
internal sealed record RetryPolicy(int MaximumRetryAttempts, TimeSpan MaximumEventAge)
{
    /// <summary>What ran out, as dead-letter queues tell it.</summary>
    public const string AttemptsExhausted = "MaximumRetryAttempts";

    /// <inheritdoc cref="AttemptsExhausted"/>
    public const string AgeExhausted = "MaximumEventAgeInSeconds";

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    /// <summary>AWS tells no numbers. With this one, 185 attempts take about 22 hours of the 24.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    public static RetryPolicy Of(RuleTarget target) => new(target.MaximumRetryAttempts, TimeSpan.FromSeconds(target.MaximumEventAgeSeconds));

    public static RetryPolicy Of(ScheduleResource schedule) => new(schedule.MaximumRetryAttempts, TimeSpan.FromSeconds(schedule.MaximumEventAgeSeconds));

    /// <summary>What EventBridge says of a policy that it doesn't take; null for one that it does.</summary>
    public static string? ReasonToRefuse(int maximumRetryAttempts, int maximumEventAgeSeconds) =>
        maximumRetryAttempts is < 0 or > 185 ? $"RetryPolicy.MaximumRetryAttempts is 0 to 185; {maximumRetryAttempts} came."
        : maximumEventAgeSeconds is < 60 or > 86_400 ? $"RetryPolicy.MaximumEventAgeInSeconds is 60 to 86400; {maximumEventAgeSeconds} came."
        : null;

    /// <summary>Whether there is no time left for an attempt.</summary>
    public bool IsTooOld(DeliveryProgress progress, DateTimeOffset now) => progress.Failure is not null && now >= progress.AcceptedAt + MaximumEventAge;

    /// <summary>When to try again; null when it was tried often enough. At the event's greatest age it is only given up.</summary>
    /// <param name="progress">With the attempt that just failed.</param>
    /// <param name="key">Spreads the waits: the same for the same key.</param>
    /// <param name="now">The time.</param>
    public DateTimeOffset? Next(DeliveryProgress progress, string key, DateTimeOffset now)
    {
        if (progress.Failures > MaximumRetryAttempts)
        {
            return null;
        }

        var (next, end) = (now + Wait(progress.Failures, key), progress.AcceptedAt + MaximumEventAge);
        return next < end ? next : end;
    }

    /// <summary>Between the half and the whole of a wait that doubles each time.</summary>
    private static TimeSpan Wait(int failures, string key)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{key} {failures}"));
        var jitter = BinaryPrimitives.ReadUInt32BigEndian(digest) / (double)uint.MaxValue;
        var whole = Math.Min(FirstWait.TotalMilliseconds * Math.Pow(2, failures - 1), LongestWait.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Ceiling(whole * (1 + jitter) / 2));
    }
}

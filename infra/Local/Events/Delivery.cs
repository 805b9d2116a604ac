using SensorWatch.Local.Faults;

namespace SensorWatch.Local.Events;

/// <summary>Something for one target of a rule or schedule.</summary>
internal sealed record Delivery
{
    /// <summary>ARN of the rule or schedule.</summary>
    public required string Source { get; init; }

    /// <summary>The target's id in the rule; empty for a schedule, which has one target.</summary>
    public string TargetId { get; init; } = "";

    public required string TargetArn { get; init; }

    public required string EventId { get; init; }

    public required RetryPolicy Policy { get; init; }

    /// <summary>The failure that a fault on demand stands for, in the codes of who delivers.</summary>
    public required Func<Fault, DeliveryFailure> OnDemand { get; init; }

    /// <summary>All that another attempt needs besides the templates.</summary>
    public required Func<string> Content { get; init; }
}

/// <summary>How far a delivery has come.</summary>
/// <param name="AcceptedAt">When the event came.</param>
/// <param name="Failures">How many attempts failed.</param>
/// <param name="Failure">How the latest failed; null before.</param>
/// <param name="IsDelayed">A fault held it back, which it does once for each attempt.</param>
internal sealed record DeliveryProgress(DateTimeOffset AcceptedAt, int Failures = 0, DeliveryFailure? Failure = null, bool IsDelayed = false);

/// <summary>A delivery that waits for its next attempt, as it is kept.</summary>
/// <param name="Source">ARN of the rule or schedule.</param>
/// <param name="TargetId">The target's id in the rule; empty for a schedule.</param>
/// <param name="Content">What <see cref="Delivery.Content"/> gave.</param>
/// <param name="Progress">How far it has come.</param>
internal sealed record PendingDelivery(string Source, string TargetId, string Content, DeliveryProgress Progress);

/// <summary>A delivery that is given up.</summary>
/// <param name="Failure">Why.</param>
/// <param name="Retries">How many attempts there were after the first.</param>
/// <param name="ExhaustedCondition">What of the retry policy ran out; null when trying again could not mend the failure.</param>
internal sealed record FailedDelivery(DeliveryFailure Failure, int Retries, string? ExhaustedCondition);

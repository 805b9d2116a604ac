using Amazon.DynamoDBv2.Model;
using SensorWatch.Functions.Changes;

namespace SensorWatch.Functions.Alerts;

/// <summary>
/// What one decision writes, all of it or nothing: what is remembered from now on, what becomes of alerts, and that it
/// is done.
/// </summary>
internal sealed record AlertWrite
{
    /// <summary>Actions of one transaction: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html</summary>
    private const int MaximumActions = 100;

    /// <summary>Most different alerts that a write changes; marker and state are the other two actions.</summary>
    public const int MaximumAlerts = MaximumActions - 2;

    /// <summary>Key of the marker (<see cref="AlertTable.DoneKey"/>); written only when alerts change.</summary>
    public required string DoneKey { get; init; }

    /// <summary>The state's item, as it is afterwards.</summary>
    public required Dictionary<string, AttributeValue> State { get; init; }

    /// <summary>The version that the state was read with; 0 when there was none.</summary>
    public required long Version { get; init; }

    /// <summary>In the order of time.</summary>
    public required IReadOnlyList<AlertChange> Changes { get; init; }

    /// <summary>What led to the changes.</summary>
    public required Origin Origin { get; init; }
}

/// <summary>How a write ended.</summary>
internal enum WriteOutcome
{
    /// <summary>It is stored.</summary>
    Written,

    /// <summary>Nothing is stored: the marker is there, so the same was done before.</summary>
    DoneBefore,

    /// <summary>Nothing is stored: somebody else has changed the state since it was read.</summary>
    Conflict,
}

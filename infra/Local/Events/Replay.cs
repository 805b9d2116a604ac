namespace SensorWatch.Local.Events;

/// <summary>A replay of an archive.</summary>
internal sealed record Replay
{
    public const string Starting = "STARTING";
    public const string Running = "RUNNING";
    public const string Cancelling = "CANCELLING";
    public const string Completed = "COMPLETED";
    public const string Cancelled = "CANCELLED";
    public const string Failed = "FAILED";

    public required string Name { get; init; }

    public required string Arn { get; init; }

    public required string ArchiveArn { get; init; }

    /// <summary>ARN of the bus.</summary>
    public required string DestinationArn { get; init; }

    /// <summary>The rules that get the events; empty for all of the bus.</summary>
    public required IReadOnlyList<string> FilterArns { get; init; }

    public string? Description { get; init; }

    public required DateTimeOffset EventStartTime { get; init; }

    /// <summary>Exclusive.</summary>
    public required DateTimeOffset EventEndTime { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>One of the constants.</summary>
    public required string State { get; init; }

    public string? StateReason { get; init; }

    /// <summary>Time of the event that was sent last.</summary>
    public DateTimeOffset? LastReplayedTime { get; init; }

    /// <summary>Sequence number of the event that was sent last.</summary>
    public long LastSequence { get; init; }

    public bool IsUnderWay => State is Starting or Running or Cancelling;
}

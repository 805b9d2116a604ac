namespace SensorWatch.Functions.Notifications;

/// <summary>What people are told of an event.</summary>
public sealed record Notification
{
    /// <summary>The event's id (<see cref="Contracts.EventMetadata.EventId"/>): the same however often it is told.</summary>
    public required string EventId { get; init; }

    /// <summary>The event's correlation id (<see cref="Contracts.EventMetadata.CorrelationId"/>).</summary>
    public required string CorrelationId { get; init; }

    /// <summary>The event's name.</summary>
    public required string DetailType { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>One line: how bad, where and what.</summary>
    public required string Subject { get; init; }

    /// <summary>What, where, since when, and what to do about it; several lines.</summary>
    public required string Text { get; init; }
}

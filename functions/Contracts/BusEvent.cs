using System.Text.Json.Serialization;

namespace SensorWatch.Contracts;

/// <summary>
/// An event as EventBridge delivers it to a target.
/// Shape: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
/// </summary>
public sealed record BusEvent<T>
    where T : IEvent<T>
{
    /// <summary>EventBridge's own id of this put; see <see cref="EventMetadata.EventId"/> for the event's.</summary>
    public required string Id { get; init; }

    public required string Source { get; init; }

    [JsonPropertyName("detail-type")]
    public required string DetailType { get; init; }

    public string? Account { get; init; }

    public string? Region { get; init; }

    /// <summary>When EventBridge was told, UTC, in whole seconds; see <see cref="EventMetadata.Time"/> for the event's.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Set when an archive sent the event again.</summary>
    [JsonPropertyName("replay-name")]
    public string? ReplayName { get; init; }

    public required Envelope<T> Detail { get; init; }
}

using System.Text.Json.Serialization;
using SensorWatch.Local.Queues;

namespace SensorWatch.Local.Console.Messages;

/// <summary>A message as the console shows it.</summary>
internal sealed record MessageView
{
    public required string Id { get; init; }

    /// <summary>Its place in the queue; as text, since it is beyond what JavaScript's numbers hold exactly.</summary>
    [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
    public required long Seq { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    public DateTimeOffset? FirstReceivedAt { get; init; }

    public required int ReceiveCount { get; init; }

    /// <summary><c>visible</c>, <c>inFlight</c> or <c>delayed</c>.</summary>
    public required string State { get; init; }

    /// <summary>When it can be received.</summary>
    public required DateTimeOffset VisibleAt { get; init; }

    public required string Body { get; init; }

    /// <summary>The message attributes; binary values in Base64.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>The queue from which too many receives brought it here.</summary>
    public string? SourceQueue { get; init; }

    /// <summary>Why it is in a dead-letter queue.</summary>
    public DeadLetterReason? Reason { get; init; }

    /// <summary>The event that it is or holds.</summary>
    public string? EventId { get; init; }

    /// <inheritdoc cref="EventId"/>
    public string? DetailType { get; init; }

    /// <summary>A message as it is at a time.</summary>
    public static MessageView Of(StoredMessage message, DateTimeOffset now)
    {
        var held = MessageEvent.Find(message.Body);
        return new()
        {
            Id = message.MessageId,
            Seq = message.Sequence,
            SentAt = MessageStore.Time(message.SentAt),
            FirstReceivedAt = message.FirstReceivedAt is { } first ? MessageStore.Time(first) : null,
            ReceiveCount = message.ReceiveCount,
            State = StateOf(message, now),
            VisibleAt = MessageStore.Time(message.VisibleAt),
            Body = message.Body,
            Attributes = MessageStore.ToAttributes(message.Attributes).ToDictionary(attribute => attribute.Key, attribute => attribute.Value.BinaryValue is { } binary
                ? Convert.ToBase64String(binary.Span)
                : attribute.Value.StringValue ?? ""),
            SourceQueue = message.Source?.Split(':')[^1],
            EventId = held?.Id,
            DetailType = held?.DetailType,
        };
    }

    /// <summary>What keeps it from being received, if anything does.</summary>
    public static string StateOf(StoredMessage message, DateTimeOffset now) =>
        message.VisibleAt <= now.ToUnixTimeMilliseconds() ? "visible"
        : message.ReceivedAt is not null ? "inFlight"
        : "delayed";
}

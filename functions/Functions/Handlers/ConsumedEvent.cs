using System.Text.Json;
using SensorWatch.Contracts;

namespace SensorWatch.Functions.Handlers;

/// <summary>Reads an event that came from the bus through a queue.</summary>
public static class ConsumedEvent
{
    /// <summary>Reads what every event has, to choose how the rest is read.</summary>
    /// <exception cref="UnusableEventException">It is no event.</exception>
    public static EventHeader ReadHeader(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new(Text(document, "id"), Text(document, "source"), Text(document, "detail-type"))
                : throw new UnusableEventException($"Expected an event as EventBridge delivers it; got a JSON {document.RootElement.ValueKind}.");
        }
        catch (JsonException exception)
        {
            throw new UnusableEventException($"Expected an event as EventBridge delivers it; {exception.Message}", exception);
        }

        static string Text(JsonDocument document, string name) =>
            document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : throw new UnusableEventException($"Expected an event as EventBridge delivers it, with a text '{name}'.");
    }

    /// <summary>
    /// What a log line about a message is found by: the system's own correlation id; the id of an event of an AWS service or
    /// a schedule, which has none. Null for what is no event.
    /// </summary>
    public static string? FindCorrelationId(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Text(Member(Member(document.RootElement, "detail"), "metadata"), "correlationId") ?? Text(document.RootElement, "id");
        }
        catch (JsonException)
        {
            // The log line that asks is about this very message, and says what is wrong with it.
            return null;
        }

        static JsonElement? Member(JsonElement? parent, string name) =>
            parent is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var member) ? member : null;

        static string? Text(JsonElement? parent, string name) =>
            Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
    }

    /// <summary>Reads a message's body.</summary>
    /// <exception cref="UnusableEventException">
    /// It is no event of that contract, or it has come further than <see cref="EventMetadata.MaximumHops"/>: the message
    /// belongs into the dead-letter queue.
    /// </exception>
    public static Envelope<T> Read<T>(string body)
        where T : IEvent<T>
    {
        var contract = T.Contract;
        BusEvent<T>? @event;
        try
        {
            @event = JsonSerializer.Deserialize(body, contract.Json);
        }
        catch (JsonException exception)
        {
            throw new UnusableEventException($"Expected an event {contract} as EventBridge delivers it; {exception.Message}", exception);
        }

        if (@event is null || @event.Source != contract.Source || @event.DetailType != contract.DetailType)
        {
            throw new UnusableEventException($"Expected an event {contract}; got {@event?.Source ?? "null"}/{@event?.DetailType ?? "null"}.");
        }

        if (@event.Detail.Metadata.Hops >= EventMetadata.MaximumHops)
        {
            throw new UnusableEventException(
                $"Event {@event.Detail.Metadata.EventId} has come {@event.Detail.Metadata.Hops} hops: events seem to cause each other in a circle.");
        }

        return @event.Detail;
    }
}

/// <summary>What every event has.</summary>
/// <param name="Id">EventBridge's id; the same when the event is delivered again.</param>
/// <param name="Source">EventBridge's <c>source</c>.</param>
/// <param name="DetailType">EventBridge's <c>detail-type</c>.</param>
public sealed record EventHeader(string Id, string Source, string DetailType);

/// <summary>A message that no retry will make usable.</summary>
public sealed class UnusableEventException(string message, Exception? innerException = null) : Exception(message, innerException);

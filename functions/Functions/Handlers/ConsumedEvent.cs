using System.Text.Json;
using SensorWatch.Contracts;

namespace SensorWatch.Functions.Handlers;

/// <summary>Reads an event that came from the bus through a queue.</summary>
public static class ConsumedEvent
{
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

/// <summary>A message that no retry will make usable.</summary>
public sealed class UnusableEventException(string message, Exception? innerException = null) : Exception(message, innerException);

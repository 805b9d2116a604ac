using System.Text.Json;
using SensorWatch.Contracts.Aws;

namespace SensorWatch.Functions.Handlers;

/// <summary>Reads an event of an AWS service that came from the default bus through a queue.</summary>
public static class ConsumedAwsEvent
{
    /// <summary>Reads a message's body.</summary>
    /// <exception cref="UnusableEventException">It is no event of that contract: the message belongs into the dead-letter queue.</exception>
    public static AwsEvent<T> Read<T>(string body)
        where T : IAwsEvent<T>
    {
        var contract = T.Contract;
        AwsEvent<T>? @event;
        try
        {
            @event = JsonSerializer.Deserialize(body, contract.Json);
        }
        catch (JsonException exception)
        {
            throw new UnusableEventException(
                $"Expected an event {contract.Source}/{contract.DetailType} as EventBridge delivers it; {exception.Message}", exception);
        }

        return @event is not null && @event.Source == contract.Source && @event.DetailType == contract.DetailType
            ? @event
            : throw new UnusableEventException(
                $"Expected an event {contract.Source}/{contract.DetailType}; got {@event?.Source ?? "null"}/{@event?.DetailType ?? "null"}.");
    }
}

using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using SensorWatch.Contracts;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Publishing;
using SensorWatch.Functions.Sensors;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Changes;

/// <summary>Which events a record of the sensors or the alerts table's stream is; pure.</summary>
internal static class ChangeEvents
{
    /// <summary>Makes the events of one record; none when the change is nobody else's business.</summary>
    /// <exception cref="InvalidDataException">The record can't be understood; the message says why.</exception>
    public static IReadOnlyList<OutgoingEvent> Of(StreamRecord record)
    {
        var recordId = record.EventId is { Length: > 0 } id ? id : throw new InvalidDataException("Expected a record with an eventID; it has none.");
        var before = Read(record.Dynamodb.OldImage);
        var after = Read(record.Dynamodb.NewImage);
        var image = after ?? before ?? throw new InvalidDataException("Expected an image of the item; the stream's view type must be NEW_AND_OLD_IMAGES.");
        if (image.FindText(SensorTable.PartitionKey) is not null && !image.ContainsKey(AlertTable.PartitionKey))
        {
            return [.. SensorEvents.Of(recordId, before is null ? null : SensorItem.Read(before), after is null ? null : SensorItem.Read(after))];
        }

        // What judging remembers, and its markers, are nobody else's business.
        return image.GetText(AlertTable.PartitionKey).StartsWith(AlertTable.AlertPrefix, StringComparison.Ordinal)
            ? [.. AlertEvents.Of(recordId, before is null ? null : AlertItem.Read(before), after is null ? null : AlertItem.Read(after))]
            : [];
    }

    /// <summary>
    /// An event about a stored change. Its id is made of the stream's record, so it is the same event however often the
    /// record is read.
    /// </summary>
    public static OutgoingEvent Event<T>(string recordId, Origin origin, DateTimeOffset changedAt, T data)
        where T : IEvent<T> =>
        OutgoingEvent.Of(new Envelope<T>(origin.ToMetadata($"{recordId}-{T.Contract.DetailType}", T.Contract, changedAt), data));

    private static Dictionary<string, AttributeValue>? Read(JsonElement? image) =>
        image is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } element ? ItemImage.Read(element) : null;
}

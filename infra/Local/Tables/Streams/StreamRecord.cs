using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Streams;

/// <summary>
/// A change of an item, as a DynamoDB stream has it.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
/// </summary>
public sealed record StreamRecord
{
    /// <summary>Grows from record to record, over all tables.</summary>
    public required long SequenceNumber { get; init; }

    public required string EventId { get; init; }

    /// <summary><c>INSERT</c>, <c>MODIFY</c> or <c>REMOVE</c>.</summary>
    public required string EventName { get; init; }

    /// <summary>When it was committed, to the second.</summary>
    public required DateTimeOffset ApproximateCreationDateTime { get; init; }

    /// <summary>What the stream shows: <c>KEYS_ONLY</c>, <c>NEW_IMAGE</c>, <c>OLD_IMAGE</c> or <c>NEW_AND_OLD_IMAGES</c>.</summary>
    public required string StreamViewType { get; init; }

    /// <summary>Bytes of the keys and images that the stream shows.</summary>
    public required int SizeBytes { get; init; }

    /// <summary>Time to live deleted the item.</summary>
    public required bool ByTimeToLive { get; init; }

    internal MapValue Keys { get; init; } = MapValue.Empty;

    internal MapValue? OldImage { get; init; }

    internal MapValue? NewImage { get; init; }

    /// <summary>
    /// The number as the service writes it: at least 21 digits, of one length, so that it grows as a string too.
    /// </summary>
    public string SequenceNumberText => FormatSequenceNumber(SequenceNumber);

    public static string FormatSequenceNumber(long sequenceNumber) => $"1{sequenceNumber:D20}";

    /// <summary>The record as <c>GetRecords</c> gives it.</summary>
    /// <param name="region">The stream's region.</param>
    public JsonObject ToJson(string region)
    {
        var record = ToJson();
        record["eventVersion"] = "1.1";
        record["eventSource"] = "aws:dynamodb";
        record["awsRegion"] = region;
        return record;
    }

    /// <summary>
    /// The record without what the event source mapping or <c>GetRecords</c> adds to it (<c>eventSource</c>,
    /// <c>eventSourceARN</c>, <c>awsRegion</c>, <c>eventVersion</c>).
    /// </summary>
    public JsonObject ToJson()
    {
        var change = new JsonObject
        {
            [nameof(ApproximateCreationDateTime)] = ApproximateCreationDateTime.ToUnixTimeSeconds(),
            [nameof(Keys)] = AttributeValueWriter.ToJson(Keys),
        };
        if (NewImage is not null)
        {
            change[nameof(NewImage)] = AttributeValueWriter.ToJson(NewImage);
        }

        if (OldImage is not null)
        {
            change[nameof(OldImage)] = AttributeValueWriter.ToJson(OldImage);
        }

        change[nameof(SequenceNumber)] = SequenceNumberText;
        change[nameof(SizeBytes)] = SizeBytes;
        change[nameof(StreamViewType)] = StreamViewType;
        var record = new JsonObject { ["eventID"] = EventId, ["eventName"] = EventName, ["dynamodb"] = change };
        if (ByTimeToLive)
        {
            record["userIdentity"] = new JsonObject { ["type"] = "Service", ["principalId"] = "dynamodb.amazonaws.com" };
        }

        return record;
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace SensorWatch.Functions.Changes;

/// <summary>
/// A batch of records that an event source mapping read from a table's stream.
/// JSON: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
/// </summary>
/// <param name="Records">In the order of the stream.</param>
public sealed record StreamEvent([property: JsonPropertyName("Records")] IReadOnlyList<StreamRecord> Records);

/// <summary>One change of one item.</summary>
public sealed record StreamRecord
{
    /// <summary>The stream's id of the record, the same whenever it is read.</summary>
    [JsonPropertyName("eventID")]
    public string? EventId { get; init; }

    /// <summary><c>INSERT</c>, <c>MODIFY</c> or <c>REMOVE</c>.</summary>
    public string? EventName { get; init; }

    public required StreamChange Dynamodb { get; init; }
}

/// <summary>The change itself. Images stay JSON until they are asked for, so that a bad one spoils no other record.</summary>
public sealed record StreamChange
{
    /// <summary>The record's place in the stream: what a partial failure names.</summary>
    [JsonPropertyName("SequenceNumber")]
    public required string SequenceNumber { get; init; }

    /// <summary>The item after the change; absent when it was deleted.</summary>
    [JsonPropertyName("NewImage")]
    public JsonElement? NewImage { get; init; }

    /// <summary>The item before the change; absent when it is new.</summary>
    [JsonPropertyName("OldImage")]
    public JsonElement? OldImage { get; init; }
}

/// <summary>
/// Which records of a batch failed; the mapping goes on from the first of them. Counts only with
/// <c>ReportBatchItemFailures</c>: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
/// </summary>
/// <param name="BatchItemFailures">Empty when all went well.</param>
public sealed record StreamBatchResponse(IReadOnlyList<StreamItemFailure> BatchItemFailures);

/// <summary>A record that failed.</summary>
/// <param name="ItemIdentifier">Its <see cref="StreamChange.SequenceNumber"/>.</param>
public sealed record StreamItemFailure(string ItemIdentifier);

/// <summary>JSON of a stream's batches.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StreamEvent))]
[JsonSerializable(typeof(StreamBatchResponse))]
public sealed partial class StreamJson : JsonSerializerContext;

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Functions;

namespace SensorWatch.Local.Mappings;

/// <summary>
/// What the failure destination is told of a batch that is given up: where its records are in the stream, not the
/// records themselves.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
/// </summary>
internal static class StreamFailure
{
    public const string RetryAttemptsExhausted = nameof(RetryAttemptsExhausted);

    public const string RecordAgeExceeded = nameof(RecordAgeExceeded);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document, JSON.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="batch">What is given up.</param>
    /// <param name="condition">Why: one of the constants here.</param>
    /// <param name="now">The time.</param>
    public static string Write(StreamMapping mapping, StreamBatch batch, string condition, DateTimeOffset now)
    {
        var document = new JsonObject
        {
            ["requestContext"] = new JsonObject
            {
                ["requestId"] = batch.Result?.RequestId ?? FunctionService.NewRequestId(),
                ["functionArn"] = mapping.Function.Arn,
                ["condition"] = condition,
                ["approximateInvokeCount"] = batch.Invocations,
            },
        };
        if (batch.Result is { } result)
        {
            document["responseContext"] = ResponseContext(result);
        }

        document["version"] = "1.0";
        document["timestamp"] = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ");
        document["DDBStreamBatchInfo"] = new JsonObject
        {
            ["shardId"] = mapping.ShardId,
            ["startSequenceNumber"] = batch.First.SequenceNumberText,
            ["endSequenceNumber"] = batch.Last.SequenceNumberText,
            ["approximateArrivalOfFirstRecord"] = Arrival(batch.First.ApproximateCreationDateTime),
            ["approximateArrivalOfLastRecord"] = Arrival(batch.Last.ApproximateCreationDateTime),
            ["batchSize"] = batch.Count,
            ["streamArn"] = mapping.StreamArn,
        };
        return document.ToJsonString(Plain);
    }

    private static JsonObject ResponseContext(InvocationResult result)
    {
        var context = new JsonObject { ["statusCode"] = result.Throttled ? 429 : 200, ["executedVersion"] = "$LATEST" };
        if (result.FunctionError is { } error)
        {
            context["functionError"] = error;
        }

        return context;
    }

    private static string Arrival(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");
}

using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Events;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Objects;

/// <summary>Who called S3, as its events tell.</summary>
/// <param name="Requester">Account.</param>
/// <param name="RequestId">Of the call.</param>
/// <param name="SourceIpAddress">Where it came from.</param>
public sealed record ObjectRequest(string Requester, string RequestId, string SourceIpAddress);

/// <summary>S3's events for EventBridge. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html</summary>
internal static class ObjectEvents
{
    /// <param name="bucket">The bucket.</param>
    /// <param name="stored">The object.</param>
    /// <param name="request">The call that made it.</param>
    /// <param name="reason">The call's operation: <c>PutObject</c>, <c>CopyObject</c>, <c>CompleteMultipartUpload</c>.</param>
    public static EventEntry Created(BucketResource bucket, StoredObject stored, ObjectRequest request, string reason) => Entry(
        bucket,
        "Object Created",
        Detail(bucket, new() { ["key"] = stored.Key, ["size"] = stored.Size, ["etag"] = stored.ETag, ["sequencer"] = Sequencer(stored.Sequencer) }, request, reason));

    /// <summary>Without versions a deleted object is gone, and the event has no more than its key.</summary>
    public static EventEntry Deleted(BucketResource bucket, string key, long sequencer, ObjectRequest request)
    {
        var detail = Detail(bucket, new() { ["key"] = key, ["sequencer"] = Sequencer(sequencer) }, request, "DeleteObject");
        detail["deletion-type"] = "Permanently Deleted";
        return Entry(bucket, "Object Deleted", detail);
    }

    private static JsonObject Detail(BucketResource bucket, JsonObject stored, ObjectRequest request, string reason) => new()
    {
        ["version"] = "0",
        ["bucket"] = new JsonObject { ["name"] = bucket.Name },
        ["object"] = stored,
        ["request-id"] = request.RequestId,
        ["requester"] = request.Requester,
        ["source-ip-address"] = request.SourceIpAddress,
        ["reason"] = reason,
    };

    private static EventEntry Entry(BucketResource bucket, string detailType, JsonObject detail) => new()
    {
        Source = "aws.s3",
        DetailType = detailType,
        Detail = JsonElement.Parse(detail.ToJsonString()),
        Resources = [bucket.Arn],
    };

    /// <summary>Hexadecimal, of one length, so that texts compare as numbers do.</summary>
    private static string Sequencer(long number) => number.ToString("X18");
}

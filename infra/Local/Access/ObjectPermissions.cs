using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Access;

/// <summary>
/// Which rights S3's operations need: those of a bucket on the bucket, those of objects on the objects.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
/// </summary>
internal static class ObjectPermissions
{
    private const string HeaderPrefix = "x-amz-";

    public static IEnumerable<Permission> Of(ServiceCall call)
    {
        var bucket = $"arn:aws:s3:::{call.Target}";
        var key = $"{bucket}/{call.Key}";
        return call.Operation switch
        {
            "ListBuckets" => [new("s3:ListAllMyBuckets", "*")],
            "HeadBucket" => [new("s3:ListBucket", bucket)],
            "ListObjectsV2" =>
            [
                new Permission("s3:ListBucket", bucket)
                    .With("s3:prefix", Query(call, "prefix") ?? "")
                    .WithIfAny("s3:delimiter", Query(call, "delimiter"))
                    .WithIfAny("s3:max-keys", Query(call, "max-keys")),
            ],

            // Each of its objects is asked for by itself, as DeleteObject: those that may not be deleted fail alone.
            "DeleteObjects" => [],
            "GetObject" or "HeadObject" => [new("s3:GetObject", key)],
            "CopyObject" or "UploadPartCopy" => [new("s3:GetObject", $"arn:aws:s3:::{Source(call)}"), WithHeaders(new("s3:PutObject", key), call)],
            "PutObject" or "CreateMultipartUpload" or "UploadPart" or "CompleteMultipartUpload" => [WithHeaders(new("s3:PutObject", key), call)],
            "DeleteObject" => [new("s3:DeleteObject", key)],
            "AbortMultipartUpload" => [new("s3:AbortMultipartUpload", key)],
            "ListParts" => [new("s3:ListMultipartUploadParts", key)],
            _ => [new($"s3:{call.Operation}", call.Key is null ? bucket : key)],
        };
    }

    /// <summary>Headers such as <c>x-amz-server-side-encryption</c> are condition keys of the same name.</summary>
    private static Permission WithHeaders(Permission permission, ServiceCall call) => call.Request.Headers
        .Where(header => header.Key.StartsWith(HeaderPrefix, StringComparison.OrdinalIgnoreCase))
        .Aggregate(permission, (asked, header) => asked.With($"s3:{header.Key}", header.Value.ToString()));

    /// <summary><c>/BUCKET/KEY</c>, percent-encoded, with or without the first slash.</summary>
    private static string Source(ServiceCall call) =>
        Uri.UnescapeDataString(call.Request.Headers["x-amz-copy-source"].ToString()).TrimStart('/').Split("?versionId=")[0];

    private static string? Query(ServiceCall call, string name) => call.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;
}

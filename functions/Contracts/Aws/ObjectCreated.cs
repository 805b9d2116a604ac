using System.Text.Json.Serialization;
using SensorWatch.Contracts.Json;

namespace SensorWatch.Contracts.Aws;

/// <summary>
/// An object was put into a bucket.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
/// </summary>
public sealed record ObjectCreated : IAwsEvent<ObjectCreated>
{
    public static AwsEventContract<ObjectCreated> Contract { get; } =
        new("aws.s3", "Object Created", ContractsJson.Default.AwsEventObjectCreated);

    public static ObjectCreated Example { get; } = new()
    {
        Bucket = new() { Name = "uploads" },
        Object = new() { Key = "seattle-hourly.csv", Size = 311_148, ETag = "9a0364b9e99bb480dd25e1f0284c8555", Sequencer = "00617F08299329D189" },
        Reason = "PutObject",
    };

    public required S3Bucket Bucket { get; init; }

    public required S3Object Object { get; init; }

    /// <summary><c>PutObject</c>, <c>CompleteMultipartUpload</c>, <c>CopyObject</c>…</summary>
    public string? Reason { get; init; }
}

/// <summary>A bucket.</summary>
public sealed record S3Bucket
{
    public required string Name { get; init; }
}

/// <summary>An object.</summary>
public sealed record S3Object
{
    /// <summary>Not URL-encoded.</summary>
    public required string Key { get; init; }

    /// <summary>Bytes.</summary>
    public long Size { get; init; }

    /// <summary>Hash of the content.</summary>
    [JsonPropertyName("etag")]
    public required string ETag { get; init; }

    [JsonPropertyName("version-id")]
    public string? VersionId { get; init; }

    /// <summary>Orders the events of one key.</summary>
    public string? Sequencer { get; init; }
}

using System.Text;

namespace SensorWatch.Local.Objects;

/// <summary>Which headers are kept with an object and come back with it.</summary>
internal static class ObjectHeaders
{
    private const string MetadataPrefix = "x-amz-meta-";

    /// <summary>https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html#SysMetadata</summary>
    private static readonly string[] System =
        ["Content-Type", "Content-Encoding", "Content-Disposition", "Content-Language", "Cache-Control", "Expires"];

    /// <summary>Headers that would change what the object does later; S3 answers such a one 501 when it can't honour it.</summary>
    private static readonly string[] NotServed =
    [
        "x-amz-tagging", "x-amz-object-lock-mode", "x-amz-object-lock-legal-hold", "x-amz-website-redirect-location",
        "x-amz-server-side-encryption-customer-algorithm", "x-amz-write-offset-bytes",
    ];

    /// <summary>The headers of a request to keep.</summary>
    /// <exception cref="S3Exception">One that isn't honoured here, or metadata of more than 2 KB.</exception>
    public static IReadOnlyDictionary<string, string> Of(S3Request request)
    {
        if (NotServed.FirstOrDefault(name => request.Header(name) is not null) is { } refused)
        {
            throw S3Exception.NotServed($"the header {refused}");
        }

        var kept = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "binary/octet-stream" };
        foreach (var name in System)
        {
            if (request.Header(name) is { Length: > 0 } value)
            {
                kept[name] = value;
            }
        }

        if (kept.TryGetValue("Content-Encoding", out var encoding))
        {
            // It tells of the way here, not of the object.
            kept["Content-Encoding"] = string.Join(',', encoding.Split(',', StringSplitOptions.TrimEntries).Where(coding => coding != "aws-chunked"));
            if (kept["Content-Encoding"].Length == 0)
            {
                kept.Remove("Content-Encoding");
            }
        }

        var metadata = request.Request.Headers
            .Where(header => header.Key.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        if (metadata.Sum(entry => entry.Key.Length - MetadataPrefix.Length + Encoding.UTF8.GetByteCount(entry.Value)) > 2_048)
        {
            throw new S3Exception("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size", 400);
        }

        foreach (var (name, value) in metadata)
        {
            kept[name] = value;
        }

        return kept;
    }

    /// <summary>Sets the headers of an answer about an object, or those that the query asks for instead (<c>response-content-type</c>…).</summary>
    public static void Write(S3Request request, StoredObject stored)
    {
        var headers = request.Http.Response.Headers;
        foreach (var (name, value) in stored.Headers)
        {
            headers[name] = request.Query($"response-{name.ToLowerInvariant()}") ?? value;
        }

        headers.ETag = S3Response.Quoted(stored.ETag);
        headers.LastModified = stored.LastModified.ToString("R");
        headers.AcceptRanges = "bytes";
    }
}

using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SensorWatch.Local.Endpoint;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Objects;

/// <summary>A request to S3, with its bucket and key found in path or host.</summary>
internal sealed record S3Request
{
    public required HttpContext Http { get; init; }

    /// <summary>Null for a request to the service.</summary>
    public string? Bucket { get; init; }

    /// <summary>Null for a request to a bucket.</summary>
    public string? Key { get; init; }

    public required ObjectRequest Caller { get; init; }

    public HttpRequest Request => Http.Request;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>
    /// Reads bucket and key: host-style <c>BUCKET.HOST/KEY</c>, else path-style <c>HOST/BUCKET/KEY</c>.
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
    /// </summary>
    public static S3Request Of(HttpContext context, IEnumerable<BucketResource> buckets, string account)
    {
        // The raw target, because the server's path has dot segments removed and %2F kept, and a key is any text.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        var path = target.StartsWith('/') ? target[1..] : target;
        var bucket = HostBucket(context.Request.Host.Host, buckets);
        if (bucket is null && path.Length > 0)
        {
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            bucket = Uri.UnescapeDataString(slash < 0 ? path : path[..slash]);
            path = slash < 0 ? "" : path[(slash + 1)..];
        }

        return new()
        {
            Http = context,
            Bucket = bucket,
            Key = path.Length == 0 ? null : Uri.UnescapeDataString(path),
            Caller = new(
                account,
                Convert.ToHexString(RandomNumberGenerator.GetBytes(8)),
                (context.Connection.RemoteIpAddress ?? IPAddress.Loopback).ToString()),
        };
    }

    /// <summary>The request as a call of an operation, or as one of the same caller on another key.</summary>
    public ServiceCall Call(string operation, string? key = null) => new(Request, S3Api.SigningName, operation) { Target = Bucket, Key = key ?? Key };

    public string? Header(string name) => Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    public string? Query(string name) => Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    private static string? HostBucket(string host, IEnumerable<BucketResource> buckets)
    {
        const string LocalDomain = ".localhost";
        return buckets.FirstOrDefault(bucket => host.StartsWith($"{bucket.Name}.", StringComparison.OrdinalIgnoreCase)) is { } known ? known.Name
            : host.EndsWith(LocalDomain, StringComparison.OrdinalIgnoreCase) && host[..^LocalDomain.Length] is var name and not "s3" ? name
            : null;
    }
}

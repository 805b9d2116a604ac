using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SensorWatch.Local.Http;

/// <summary>What an HTTP API knows of a request.</summary>
internal sealed record HttpApiRequest
{
    public required string Method { get; init; }

    /// <summary>As it was sent, percent-encoded, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>As it was sent, without the question mark.</summary>
    public required string Query { get; init; }

    /// <summary>Names and values as they were sent; a name can come more than once.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    public required string Protocol { get; init; }

    public required string SourceIp { get; init; }

    /// <summary>The host without port, which AWS calls the domain name.</summary>
    public required string Host { get; init; }

    public int Port { get; init; }

    public static HttpApiRequest From(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return new()
        {
            Method = context.Request.Method,
            Path = query < 0 ? target : target[..query],
            Query = query < 0 ? "" : target[(query + 1)..],
            Headers =
            [
                .. context.Request.Headers.SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value ?? "")),
            ],
            Body = body,
            Protocol = context.Request.Protocol,
            SourceIp = (context.Connection.RemoteIpAddress ?? IPAddress.Loopback).ToString(),
            Host = context.Request.Host.Host,
            Port = context.Request.Host.Port ?? 80,
        };
    }
}

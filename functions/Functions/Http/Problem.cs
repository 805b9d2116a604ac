using System.Text.Json.Serialization;

namespace SensorWatch.Functions.Http;

/// <summary>Problem details for HTTP APIs: RFC 9457, with its <c>errors</c> extension for the fields at fault.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Title">The kind of problem, the same each time.</param>
/// <param name="Detail">This occurrence, and what to do about it.</param>
public sealed record Problem(int Status, string Title, string Detail)
{
    public string Type { get; init; } = "about:blank";

    /// <summary>The fields at fault; null when no single field is.</summary>
    public IReadOnlyList<FieldError>? Errors { get; init; }

    /// <summary>When to try again; sent as the Retry-After header.</summary>
    [JsonIgnore]
    public int? RetryAfterSeconds { get; init; }
}

/// <summary>What is wrong with one field.</summary>
/// <param name="Pointer">JSON Pointer (RFC 6901) into the body as a fragment, <c>#/readings/3/time</c>, or <c>?from</c> for a query parameter.</param>
/// <param name="Detail">What was expected, and what came.</param>
public sealed record FieldError(string Pointer, string Detail);

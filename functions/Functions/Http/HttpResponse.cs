using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SensorWatch.Functions.Http;

/// <summary>A function's answer to an HTTP API, payload format 2.0.</summary>
public sealed record HttpResponse(int StatusCode, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>An answer with a JSON body.</summary>
    public static HttpResponse Json<T>(int statusCode, T body, JsonTypeInfo<T> json) =>
        new(statusCode, new Dictionary<string, string> { ["content-type"] = "application/json" }, JsonSerializer.Serialize(body, json));

    /// <summary>An answer that explains what went wrong.</summary>
    public static HttpResponse From(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var headers = new Dictionary<string, string> { ["content-type"] = "application/problem+json" };
        if (problem.RetryAfterSeconds is { } seconds)
        {
            headers["retry-after"] = seconds.ToString();
        }

        return new(problem.Status, headers, JsonSerializer.Serialize(problem, HttpJson.Default.Problem));
    }
}

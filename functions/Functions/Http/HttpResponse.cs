using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SensorWatch.Functions.Http;

/// <summary>A function's answer to an HTTP API, payload format 2.0.</summary>
public sealed record HttpResponse(int StatusCode, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The answer is no part of an HTML page: people who read it shall see <c>&amp;</c> and <c>°C</c>, and not their codes.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An answer with a JSON body.</summary>
    public static HttpResponse Json<T>(int statusCode, T body, JsonTypeInfo<T> json) =>
        new(statusCode, new Dictionary<string, string> { ["content-type"] = "application/json" }, Write(body, json));

    /// <summary>An answer that explains what went wrong.</summary>
    public static HttpResponse From(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var headers = new Dictionary<string, string> { ["content-type"] = "application/problem+json" };
        if (problem.RetryAfterSeconds is { } seconds)
        {
            headers["retry-after"] = seconds.ToString();
        }

        return new(problem.Status, headers, Write(problem, HttpJson.Default.Problem));
    }

    private static string Write<T>(T body, JsonTypeInfo<T> json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            JsonSerializer.Serialize(writer, body, json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

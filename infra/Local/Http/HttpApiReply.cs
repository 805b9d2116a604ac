using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Local.Http;

/// <summary>
/// An HTTP answer, from what a function returned in payload format 2.0.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response
/// </summary>
internal sealed record HttpApiReply(int StatusCode, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    private const string ContentType = "content-type";

    /// <summary>Headers that belong to the connection, which the server sets itself.</summary>
    private static readonly string[] ConnectionHeaders = ["connection", "content-length", "keep-alive", "transfer-encoding", "upgrade"];

    /// <summary>API Gateway's own answer: <c>{"message":"…"}</c>.</summary>
    public static HttpApiReply Message(int statusCode, string message) => Json(
        statusCode, Encoding.UTF8.GetBytes(new JsonObject { ["message"] = message }.ToJsonString()));

    public static HttpApiReply Unauthorized() => Message(401, "Unauthorized");

    public static HttpApiReply Forbidden() => Message(403, "Forbidden");

    public static HttpApiReply NotFound() => Message(404, "Not Found");

    public static HttpApiReply TooLarge() => Message(413, "Request Entity Too Large");

    public static HttpApiReply TooManyRequests() => Message(429, "Too Many Requests");

    public static HttpApiReply InternalServerError() => Message(500, "Internal Server Error");

    public static HttpApiReply ServiceUnavailable() => Message(503, "Service Unavailable");

    /// <summary>Reads a function's answer.</summary>
    /// <exception cref="FormatException">It isn't what API Gateway takes; the caller then sees a 500.</exception>
    public static HttpApiReply Parse(ReadOnlyMemory<byte> payload)
    {
        JsonNode? answer;
        try
        {
            answer = payload.IsEmpty ? null : JsonNode.Parse(payload.Span);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"it is not JSON: {exception.Message}", exception);
        }

        if (answer is JsonObject reply && reply.ContainsKey("statusCode"))
        {
            return Parse(reply);
        }

        // Without a status code the whole answer is the body; a string's text, without its quotes.
        return Json(200, answer is JsonValue value && value.TryGetValue<string>(out var text) ? Encoding.UTF8.GetBytes(text) : payload);
    }

    private static HttpApiReply Json(int statusCode, ReadOnlyMemory<byte> body) =>
        new(statusCode, [KeyValuePair.Create(ContentType, "application/json")], body);

    private static HttpApiReply Parse(JsonObject reply)
    {
        var headers = HeadersOf(reply["headers"]).ToList();
        if (!headers.Exists(header => header.Key.Equals(ContentType, StringComparison.OrdinalIgnoreCase)))
        {
            headers.Add(KeyValuePair.Create(ContentType, "text/plain;charset=UTF-8"));
        }

        headers.AddRange(CookiesOf(reply["cookies"]).Select(cookie => KeyValuePair.Create("set-cookie", cookie)));
        return new(StatusCodeOf(reply["statusCode"]), headers, BodyOf(reply["body"], reply["isBase64Encoded"]));
    }

    private static int StatusCodeOf(JsonNode? node)
    {
        var text = node is JsonValue value ? value.ToString() : "";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= 200 and <= 599
            ? code
            : throw new FormatException($"its statusCode is {node?.ToJsonString() ?? "null"}, not a number from 200 to 599");
    }

    private static IEnumerable<KeyValuePair<string, string>> HeadersOf(JsonNode? node) => node switch
    {
        null => [],
        JsonObject headers => headers
            .Where(header => !ConnectionHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .Select(header => KeyValuePair.Create(header.Key, header.Value switch
            {
                JsonValue value => value.ToString(),
                var other => throw new FormatException($"its header '{header.Key}' is {other?.ToJsonString() ?? "null"}, not a string"),
            })),
        _ => throw new FormatException($"its headers are {node.ToJsonString()}, not an object"),
    };

    private static IEnumerable<string> CookiesOf(JsonNode? node) => node switch
    {
        null => [],
        JsonArray cookies => cookies.Select(cookie => cookie is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw new FormatException($"a cookie is {cookie?.ToJsonString() ?? "null"}, not a string")),
        _ => throw new FormatException($"its cookies are {node.ToJsonString()}, not an array"),
    };

    private static ReadOnlyMemory<byte> BodyOf(JsonNode? body, JsonNode? isBase64Encoded)
    {
        if (body is null)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        if (body is not JsonValue value || !value.TryGetValue<string>(out var text))
        {
            throw new FormatException("its body is not a string");
        }

        return isBase64Encoded is JsonValue flag && flag.TryGetValue<bool>(out var encoded) && encoded
            ? Convert.FromBase64String(text)
            : Encoding.UTF8.GetBytes(text);
    }
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;

namespace SensorWatch.Local.Http;

/// <summary>
/// A request as the event that a function gets, in payload format 2.0.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
/// </summary>
internal sealed record HttpApiEvent
{
    /// <summary>The stage that paths don't name.</summary>
    public const string DefaultStage = "$default";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private JsonObject? _headers;

    public required HttpApiRequest Request { get; init; }

    public required string AccountId { get; init; }

    public required string ApiId { get; init; }

    public required string RouteKey { get; init; }

    public required string Stage { get; init; }

    public required IReadOnlyDictionary<string, string> StageVariables { get; init; }

    public required IReadOnlyDictionary<string, string> PathParameters { get; init; }

    public required string RequestId { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>What the route's authorizer decided; null for a route without one.</summary>
    public Authorization? Authorization { get; init; }

    public string RawPath => Uri.UnescapeDataString(Request.Path);

    /// <summary>Names in lower case, values of a name joined with commas; cookies are apart.</summary>
    public JsonObject Headers => _headers ??= ReadHeaders();

    /// <summary>Decoded, values of a name joined with commas.</summary>
    public JsonObject QueryParameters => Join(Request.Query
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(parameter => parameter.Split('=', 2))
        .Select(parameter => KeyValuePair.Create(DecodeQuery(parameter[0]), parameter.Length > 1 ? DecodeQuery(parameter[1]) : "")));

    /// <summary>The event for an integration.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["version"] = "2.0" };
        AddRequest(json);
        AddBody(json);
        return json;
    }

    /// <summary>
    /// The event for a Lambda authorizer, which has no body.
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.payload-format
    /// </summary>
    /// <param name="region">For the route's ARN.</param>
    /// <param name="identity">Values of the identity sources.</param>
    public JsonObject ToAuthorizerJson(string region, IReadOnlyList<string> identity)
    {
        var path = Stage == DefaultStage ? RawPath : RawPath[(Stage.Length + 1)..];
        var json = new JsonObject
        {
            ["version"] = "2.0",
            ["type"] = "REQUEST",
            ["routeArn"] = $"arn:aws:execute-api:{region}:{AccountId}:{ApiId}/{Stage}/{Request.Method}{path}",
            ["identitySource"] = new JsonArray([.. identity.Select(value => (JsonNode?)value)]),
        };
        AddRequest(json);
        return json;
    }

    private void AddRequest(JsonObject json)
    {
        json["routeKey"] = RouteKey;
        json["rawPath"] = RawPath;
        json["rawQueryString"] = Request.Query;
        AddCookies(json);
        json["headers"] = Headers.DeepClone();
        AddIfAny(json, "queryStringParameters", QueryParameters);
        json["requestContext"] = RequestContext();
        AddIfAny(json, "pathParameters", ToObject(PathParameters));
        AddIfAny(json, "stageVariables", ToObject(StageVariables));
    }

    private static JsonObject ToObject(IReadOnlyDictionary<string, string> values) =>
        new(values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value)));

    private static void AddIfAny(JsonObject json, string name, JsonObject values)
    {
        if (values.Count > 0)
        {
            json[name] = values;
        }
    }

    /// <summary>Repeated names are joined with commas, in the order of their coming.</summary>
    private static JsonObject Join(IEnumerable<KeyValuePair<string, string>> values) => new(values
        .GroupBy(value => value.Key, value => value.Value, StringComparer.Ordinal)
        .Select(group => KeyValuePair.Create(group.Key, (JsonNode?)string.Join(',', group))));

    private static string DecodeQuery(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static bool IsCookie(KeyValuePair<string, string> header) => header.Key.Equals("cookie", StringComparison.OrdinalIgnoreCase);

    private JsonObject ReadHeaders()
    {
        var headers = Join(Request.Headers
            .Where(header => !IsCookie(header))
            .Select(header => KeyValuePair.Create(header.Key.ToLowerInvariant(), header.Value)));
        headers["x-forwarded-for"] = Request.SourceIp;
        headers["x-forwarded-port"] = Request.Port.ToString(CultureInfo.InvariantCulture);
        headers["x-forwarded-proto"] = "http";
        return headers;
    }

    private void AddCookies(JsonObject json)
    {
        var cookies = Request.Headers
            .Where(IsCookie)
            .SelectMany(header => header.Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        if (cookies.Count > 0)
        {
            json["cookies"] = new JsonArray([.. cookies.Select(cookie => (JsonNode?)cookie)]);
        }
    }

    private JsonObject RequestContext()
    {
        var context = new JsonObject { ["accountId"] = AccountId, ["apiId"] = ApiId };
        if (Authorization is { ContextJson: var contextJson })
        {
            context["authorizer"] = new JsonObject { ["lambda"] = contextJson is null ? null : JsonNode.Parse(contextJson) };
        }

        context["domainName"] = Request.Host;
        context["domainPrefix"] = Request.Host.Split('.')[0];
        context["http"] = new JsonObject
        {
            ["method"] = Request.Method,
            ["path"] = RawPath,
            ["protocol"] = Request.Protocol,
            ["sourceIp"] = Request.SourceIp,
            ["userAgent"] = Headers["user-agent"]?.GetValue<string>() ?? "",
        };
        context["requestId"] = RequestId;
        context["routeKey"] = RouteKey;
        context["stage"] = Stage;
        context["time"] = Time.UtcDateTime.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture);
        context["timeEpoch"] = Time.ToUnixTimeMilliseconds();
        return context;
    }

    private void AddBody(JsonObject json)
    {
        var text = IsText() ? TryDecode(Request.Body.Span) : null;
        if (!Request.Body.IsEmpty)
        {
            json["body"] = text ?? Convert.ToBase64String(Request.Body.Span);
        }

        json["isBase64Encoded"] = !Request.Body.IsEmpty && text is null;
    }

    /// <summary>API Gateway infers from the content type whether a body is text; other bodies, forms too, come in Base64.</summary>
    private bool IsText()
    {
        if (Header("content-encoding") is not null)
        {
            return false;
        }

        if (Header("content-type") is not { } contentType)
        {
            return true;
        }

        return MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.MediaType is { } mediaType
            && (mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
                || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase)
                || mediaType.EndsWith("+xml", StringComparison.OrdinalIgnoreCase)
                || mediaType.ToLowerInvariant() is MediaTypeNames.Application.Json
                    or MediaTypeNames.Application.Xml
                    or "application/javascript");
    }

    private string? Header(string name) => Request.Headers
        .Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(header => header.Value)
        .FirstOrDefault();

    private static string? TryDecode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

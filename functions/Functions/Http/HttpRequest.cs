using System.Text;

namespace SensorWatch.Functions.Http;

/// <summary>
/// A request as an HTTP API hands it to a function: payload format 2.0, the members that handlers use.
/// Format: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
/// </summary>
public sealed record HttpRequest
{
    public string RawPath { get; init; } = "/";

    public string RawQueryString { get; init; } = "";

    /// <summary>Names in lower case; repeated headers joined with commas.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Null without a query; repeated parameters joined with commas.</summary>
    public IReadOnlyDictionary<string, string>? QueryStringParameters { get; init; }

    /// <summary>Null for a route without path variables.</summary>
    public IReadOnlyDictionary<string, string>? PathParameters { get; init; }

    public required HttpRequestContext RequestContext { get; init; }

    public string? Body { get; init; }

    public bool IsBase64Encoded { get; init; }

    /// <summary>Names what the request sets in motion, in all events that follow from it.</summary>
    public string CorrelationId() => GivenCorrelationId() ?? RequestContext.RequestId;

    /// <summary>
    /// The header <c>x-correlation-id</c>, with which a caller gives several requests one name; null if there is none of 1
    /// to 128 visible ASCII characters.
    /// </summary>
    public string? GivenCorrelationId() =>
        Headers.GetValueOrDefault("x-correlation-id") is { Length: >= 1 and <= 128 } id && id.All(c => c is >= '!' and <= '~') ? id : null;

    /// <summary>A query parameter, or null.</summary>
    public string? Query(string name) => QueryStringParameters?.GetValueOrDefault(name);

    /// <summary>The value of a path variable of the route.</summary>
    /// <exception cref="InvalidOperationException">The route has no such variable: the stack and the handler disagree.</exception>
    public string Path(string name) => PathParameters?.GetValueOrDefault(name)
        ?? throw new InvalidOperationException($"The route {RequestContext.RouteKey} has no path variable '{name}'.");

    /// <summary>The body's bytes: UTF-8, or what was Base64 encoded.</summary>
    public byte[] BodyBytes() => Body switch
    {
        null => [],
        _ when IsBase64Encoded => Convert.FromBase64String(Body),
        _ => Encoding.UTF8.GetBytes(Body),
    };
}

/// <summary>What the HTTP API knows of a request.</summary>
/// <param name="RequestId">API Gateway's id of the request.</param>
/// <param name="RouteKey">The route that was chosen: <c>POST /readings</c>.</param>
public sealed record HttpRequestContext(string RequestId, string RouteKey)
{
    /// <summary>What the route's authorizer found out; null for a route without one.</summary>
    public HttpAuthorizer? Authorizer { get; init; }
}

/// <summary>The answer of an authorizer, as the HTTP API hands it on.</summary>
/// <param name="Lambda">The context of a Lambda authorizer's simple response; null when it gave none.</param>
public sealed record HttpAuthorizer(IReadOnlyDictionary<string, string>? Lambda);

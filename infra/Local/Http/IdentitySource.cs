using System.Globalization;
using System.Text.Json.Nodes;

namespace SensorWatch.Local.Http;

/// <summary>
/// A selection expression that tells callers apart: <c>$request.header.Authorization</c>, <c>$request.querystring.key</c>,
/// <c>$context.routeKey</c> or <c>$stageVariables.name</c>.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.identity-sources
/// </summary>
internal sealed class IdentitySource
{
    private const string HeaderPrefix = "$request.header.";
    private const string QueryPrefix = "$request.querystring.";
    private const string ContextPrefix = "$context.";
    private const string StageVariablePrefix = "$stageVariables.";

    /// <summary>https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html</summary>
    private static readonly Dictionary<string, Func<HttpApiEvent, string?>> ContextVariables = new()
    {
        ["accountId"] = request => request.AccountId,
        ["apiId"] = request => request.ApiId,
        ["domainName"] = request => request.Request.Host,
        ["httpMethod"] = request => request.Request.Method,
        ["identity.sourceIp"] = request => request.Request.SourceIp,
        ["identity.userAgent"] = request => request.Headers["user-agent"]?.GetValue<string>(),
        ["path"] = request => request.RawPath,
        ["protocol"] = request => request.Request.Protocol,
        ["requestId"] = request => request.RequestId,
        ["requestTimeEpoch"] = request => request.Time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        ["routeKey"] = request => request.RouteKey,
        ["stage"] = request => request.Stage,
    };

    private readonly Func<HttpApiEvent, string?> _read;

    private IdentitySource(Func<HttpApiEvent, string?> read) => _read = read;

    /// <exception cref="FormatException">The expression isn't known here; the message names it.</exception>
    public static IdentitySource Parse(string expression) => new(
        Find(expression) ?? throw new FormatException($"the identity source '{expression}' is not supported here."));

    /// <summary>The value; null when the request has none, or an empty one.</summary>
    public string? Read(HttpApiEvent request) => _read(request) is { Length: > 0 } value ? value : null;

    private static Func<HttpApiEvent, string?>? Find(string expression)
    {
        if (After(HeaderPrefix, expression) is { } header)
        {
            return request => Text(request.Headers[header.ToLowerInvariant()]);
        }

        if (After(QueryPrefix, expression) is { } parameter)
        {
            return request => Text(request.QueryParameters[parameter]);
        }

        if (After(StageVariablePrefix, expression) is { } variable)
        {
            return request => request.StageVariables.GetValueOrDefault(variable);
        }

        return After(ContextPrefix, expression) is { } name ? ContextVariables.GetValueOrDefault(name) : null;
    }

    private static string? After(string prefix, string expression) =>
        expression.StartsWith(prefix, StringComparison.Ordinal) && expression.Length > prefix.Length ? expression[prefix.Length..] : null;

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}

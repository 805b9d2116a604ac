using System.Globalization;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Http;

/// <summary>
/// An API's CORS: it answers preflight requests that no route takes, and puts its headers on the answers of integrations
/// in place of theirs. An origin that isn't allowed gets none, so that its browser refuses.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
/// </summary>
internal sealed class CrossOrigin(HttpApiCors configuration)
{
    /// <summary>The method of preflight requests.</summary>
    public const string PreflightMethod = "OPTIONS";

    private const string Any = "*";
    private const string HeaderPrefix = "access-control-";
    private const int MaximumAgeSeconds = 86_400;

    /// <summary>What API Gateway would refuse. https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html#apis-apiid-model-cors</summary>
    public static IEnumerable<Refusal> Refusals(HttpApiResource api)
    {
        if (api.Cors is { AllowCredentials: true } cors && cors.AllowOrigins.Contains(Any))
        {
            yield return new(api.Resource.Path, $"CorsConfiguration allows credentials to the origin {Any}: name the origins, or leave AllowCredentials away.");
        }

        if (api.Cors?.MaxAgeSeconds is < -1 or > MaximumAgeSeconds)
        {
            yield return new(api.Resource.Path, $"MaxAge of CorsConfiguration is {api.Cors.MaxAgeSeconds}; it is -1 to {MaximumAgeSeconds} seconds.");
        }
    }

    /// <summary>The answer to a request with <see cref="PreflightMethod"/> that no route takes; without an origin or a method it has no headers.</summary>
    public HttpApiReply Preflight(HttpApiRequest request)
    {
        var headers = AllowedOrigin(request) is { } origin && Header(request, "access-control-request-method") is not null
            ? Shared(origin).Concat(
                [
                    List("allow-methods", configuration.AllowMethods),
                    List("allow-headers", configuration.AllowHeaders),
                    KeyValuePair.Create("max-age", configuration.MaxAgeSeconds?.ToString(CultureInfo.InvariantCulture) ?? ""),
                ])
            : [];
        return new(204, Named(headers), ReadOnlyMemory<byte>.Empty);
    }

    /// <summary>An integration's answer with the API's headers instead of its own.</summary>
    public HttpApiReply Apply(HttpApiRequest request, HttpApiReply reply)
    {
        var own = AllowedOrigin(request) is { } origin ? Shared(origin) : [];
        return reply with
        {
            Headers =
            [
                .. reply.Headers.Where(header => !header.Key.StartsWith(HeaderPrefix, StringComparison.OrdinalIgnoreCase)),
                .. Named(own),
            ],
        };
    }

    private IEnumerable<KeyValuePair<string, string>> Shared(string origin) =>
    [
        KeyValuePair.Create("allow-origin", origin),
        KeyValuePair.Create("allow-credentials", configuration.AllowCredentials ? "true" : ""),
        List("expose-headers", configuration.ExposeHeaders),
    ];

    /// <summary>The header's value for a request's origin; null for one that isn't allowed, and for a request without.</summary>
    private string? AllowedOrigin(HttpApiRequest request)
    {
        if (Header(request, "origin") is not { Length: > 0 } origin)
        {
            return null;
        }

        return configuration.AllowOrigins.Contains(Any) ? Any
            : configuration.AllowOrigins.Any(allowed => Allows(allowed, origin)) ? origin
            : null;
    }

    private static bool Allows(string allowed, string origin) => allowed.EndsWith(Any, StringComparison.Ordinal)
        ? origin.StartsWith(allowed[..^1], StringComparison.OrdinalIgnoreCase)
        : origin.Equals(allowed, StringComparison.OrdinalIgnoreCase);

    private static string? Header(HttpApiRequest request, string name) =>
        request.Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static KeyValuePair<string, string> List(string name, IReadOnlyList<string> values) => KeyValuePair.Create(name, string.Join(',', values));

    /// <summary>With the whole names, of those that are configured.</summary>
    private static List<KeyValuePair<string, string>> Named(IEnumerable<KeyValuePair<string, string>> headers) =>
        [.. headers.Where(header => header.Value.Length > 0).Select(header => KeyValuePair.Create(HeaderPrefix + header.Key, header.Value))];
}

using SensorWatch.Functions.Http;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Access;

/// <summary>Who calls a route, by the authorizer's answer.</summary>
/// <param name="Kind">The kind of token.</param>
/// <param name="Name">The token's name.</param>
/// <param name="SensorIds">The sensors of a device; empty for an operator.</param>
public sealed record Caller(TokenKind Kind, string Name, IReadOnlyList<string> SensorIds)
{
    // Names and values are part of the HTTP API's access log and of requests in flight: change them with care.
    private const string KindKey = "kind";
    private const string NameKey = "name";
    private const string SensorIdsKey = "sensorIds";

    /// <summary>Reads the caller of a request; null when no authorizer of this system let it pass.</summary>
    public static Caller? Of(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.RequestContext.Authorizer?.Lambda is { } context
            && context.TryGetValue(KindKey, out var text)
            && EnumText.TryParse<TokenKind>(text, out var kind)
            && context.TryGetValue(NameKey, out var name)
            ? new(kind, name, SplitSensorIds(context))
            : null;
    }

    /// <summary>The authorizer's context: texts only, which reach the handler as they are.</summary>
    public IReadOnlyDictionary<string, string> ToContext() => new Dictionary<string, string>
    {
        [KindKey] = EnumText.ToText(Kind),
        [NameKey] = Name,
        [SensorIdsKey] = string.Join(',', SensorIds),
    };

    private static string[] SplitSensorIds(IReadOnlyDictionary<string, string> context) =>
        context.GetValueOrDefault(SensorIdsKey, "").Split(',', StringSplitOptions.RemoveEmptyEntries);
}

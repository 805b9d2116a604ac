using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Contracts;

/// <summary>
/// Events that AWS services put on the default bus, as far as they are known here: there are more, and those that there are get
/// more fields. https://docs.aws.amazon.com/eventbridge/latest/ref/welcome.html
/// </summary>
internal static class AwsEvents
{
    private static readonly Lazy<JsonObject> Data = new(Load);

    /// <summary>Detail-types that any service may have: CloudTrail's.</summary>
    private static IEnumerable<string> AnyService => Texts(Data.Value["anyService"]);

    /// <summary>The services' names: <c>aws.s3</c>.</summary>
    public static IEnumerable<string> Sources => Services.Select(service => service.Key);

    /// <summary>The events of a source that have a schema.</summary>
    public static IReadOnlyList<EventType> Described { get; } =
    [
        .. from service in Services
           from detailType in Texts(service.Value)
           where Data.Value["schemas"]?[service.Key]?[detailType] is JsonObject
           select new EventType(service.Key, detailType) { Schema = Schema((JsonObject)Data.Value["schemas"]![service.Key]![detailType]!) },
    ];

    /// <summary>The detail-types that are known of a source; none of an unknown one.</summary>
    public static IReadOnlyList<string> DetailTypesOf(string source) =>
        Services.TryGetPropertyValue(source, out var types) ? [.. Texts(types), .. AnyService] : [];

    private static JsonObject Services => (JsonObject)Data.Value["services"]!;

    /// <summary>What an event looks like around its detail.</summary>
    private static SchemaNode Schema(JsonObject detail)
    {
        var @event = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["detail"] = detail.DeepClone() } };
        return new(@event, @event);
    }

    private static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray ?? []).Select(text => text!.ToString());

    private static JsonObject Load()
    {
        using var stream = typeof(AwsEvents).Assembly.GetManifestResourceStream("AwsEvents.json")!;
        return (JsonObject)JsonNode.Parse(stream)!;
    }
}

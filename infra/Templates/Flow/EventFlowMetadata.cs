using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Flow;

/// <summary>
/// What grants can't say: a function that two streams set off may publish all that its role allows, and does so for each of
/// them only in part. A template says it where the function is set off, in the event source mapping:
/// <c>"Metadata": {"EventFlow": {"Publishes": ["SensorRegistered"]}}</c>, with detail-types.
/// </summary>
public static class EventFlowMetadata
{
    /// <summary>The metadata key.</summary>
    public const string Key = "EventFlow";

    /// <summary>The member with the detail-types.</summary>
    public const string Publishes = "Publishes";

    /// <summary>What is declared; null when nothing is.</summary>
    internal static IReadOnlyList<string>? Read(Resource resource) =>
        resource.Metadata[Key] is JsonObject flow && flow[Publishes] is JsonArray declared
            ? [.. declared.OfType<JsonValue>().Select(name => name.ToString()).Distinct().Order(StringComparer.Ordinal)]
            : null;
}

using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules;

/// <summary>Properties as they stand in the template, of resources that have no typed record or whose record can not be read.</summary>
internal static class RawProperties
{
    /// <summary>The text of a property, nested by dots; null when there is none, or it is no text.</summary>
    public static string? Text(this Resource resource, string path) => resource.Node(path) is JsonValue value ? IntrinsicFunctions.ToText(value) : null;

    /// <summary>A property's texts: one, or those of a list; empty when there is none.</summary>
    public static IEnumerable<string> Texts(this Resource resource, string path) => resource.Node(path) switch
    {
        JsonArray items => items.OfType<JsonValue>().Select(IntrinsicFunctions.ToText),
        JsonValue value => [IntrinsicFunctions.ToText(value)],
        _ => [],
    };

    /// <summary>A property, nested by dots; null when there is none.</summary>
    public static JsonNode? Node(this Resource resource, string path) => resource.Properties.Find(path.Split('.'));
}

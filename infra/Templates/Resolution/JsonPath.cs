using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Resolution;

/// <summary>Goes down into JSON that may have any shape.</summary>
internal static class JsonPath
{
    /// <summary>The node below some members; null where one is missing or what should hold it is no object.</summary>
    public static JsonNode? Find(this JsonNode? node, params ReadOnlySpan<string> members)
    {
        foreach (var member in members)
        {
            node = (node as JsonObject)?[member];
        }

        return node;
    }
}

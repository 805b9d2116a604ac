using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Rules;

/// <summary>Values that only the AWS account knows, or that nobody here does: a rule has nothing to say of them.</summary>
internal static class Unresolved
{
    /// <summary>Whether a text holds a stand-in or a dynamic reference.</summary>
    public static bool IsIn(string text) => text.IsUnresolvedOrDynamic();

    /// <summary>Whether anything in a node does.</summary>
    public static bool IsIn(JsonNode? node) => StandIns.HasText(node, IsIn);
}

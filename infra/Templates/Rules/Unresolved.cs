using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Rules;

/// <summary>Values that only the AWS account knows, or that nobody here does: a rule has nothing to say of them.</summary>
internal static class Unresolved
{
    /// <summary>Whether a text holds a stand-in or a dynamic reference.</summary>
    public static bool IsIn(string text) =>
        text.Contains(Deployment.UnresolvedMark, StringComparison.Ordinal) || text.Contains("{{resolve:", StringComparison.Ordinal);

    /// <summary>Whether anything in a node does.</summary>
    public static bool IsIn(JsonNode? node) => node switch
    {
        JsonObject members => members.Any(member => IsIn(member.Key) || IsIn(member.Value)),
        JsonArray items => items.Any(IsIn),
        JsonValue value => value.TryGetValue<string>(out var text) && IsIn(text),
        _ => false,
    };
}

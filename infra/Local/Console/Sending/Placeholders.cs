using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SensorWatch.Local.Console.Sending;

/// <summary>
/// Fills <c>{name}</c> in texts of JSON. A text that is nothing but a placeholder becomes the value, be it a number; a name that
/// nobody knows stays as it is.
/// </summary>
internal static partial class Placeholders
{
    /// <summary>A copy with all placeholders filled.</summary>
    /// <param name="template">Any JSON.</param>
    /// <param name="find">The value of a name; null for one that isn't known.</param>
    public static JsonNode? Fill(JsonNode? template, Func<string, JsonValue?> find) => template switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Fill(member.Value, find)))),
        JsonArray elements => new JsonArray([.. elements.Select(element => Fill(element, find))]),
        JsonValue value when value.TryGetValue(out string? text) => Whole(text, find) ?? JsonValue.Create(Fill(text, find)),
        _ => template?.DeepClone(),
    };

    /// <summary>The text with all placeholders filled.</summary>
    public static string Fill(string template, Func<string, JsonValue?> find) =>
        Placeholder().Replace(template, match => find(match.Groups["name"].Value)?.ToString() ?? match.Value);

    private static JsonValue? Whole(string text, Func<string, JsonValue?> find) =>
        Placeholder().Match(text) is { Success: true } match && match.Length == text.Length ? find(match.Groups["name"].Value) : null;

    [GeneratedRegex(@"\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}

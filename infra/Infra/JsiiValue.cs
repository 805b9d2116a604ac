using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Infra;

/// <summary>JSON as the plain objects that CDK takes where CloudFormation's type is <c>Json</c>.</summary>
public static class JsiiValue
{
    /// <summary>Objects become dictionaries, arrays become arrays, the rest their .NET values.</summary>
    public static object From(JsonNode node) => node switch
    {
        JsonObject o => o.ToDictionary(member => member.Key, member => From(Present(member.Value))),
        JsonArray a => a.Select(element => From(Present(element))).ToArray(),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => node.GetValue<string>(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => node.GetValue<double>(),
            var kind => throw new ArgumentException($"JSON of kind {kind} has no place in a template.", nameof(node)),
        },
    };

    // CDK drops nulls while it writes a template, so a null would silently change what the JSON means.
    private static JsonNode Present(JsonNode? node) =>
        node ?? throw new ArgumentException("null has no place in a template.", nameof(node));
}

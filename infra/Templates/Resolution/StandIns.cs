using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Resolution;

/// <summary>Finds what stands in a resolved template for what only the AWS account knows (<see cref="Deployment.UnresolvedMark"/>).</summary>
internal static class StandIns
{
    private const string DynamicReference = "{{resolve:";

    /// <summary>Whether a part of a text could not be resolved.</summary>
    public static bool IsUnresolved(this string text) => text.Contains(Deployment.UnresolvedMark, StringComparison.Ordinal);

    /// <summary>Whether a part of a text could not be resolved, or is a dynamic reference, which CloudFormation resolves when it deploys.</summary>
    public static bool IsUnresolvedOrDynamic(this string text) => text.IsUnresolved() || text.Contains(DynamicReference, StringComparison.Ordinal);

    /// <summary>Whether a text of a node is so.</summary>
    /// <param name="node">A node; names of members count, too.</param>
    /// <param name="test">Either of the tests here.</param>
    public static bool HasText(JsonNode? node, Func<string, bool> test) => node switch
    {
        JsonObject members => members.Any(member => test(member.Key) || HasText(member.Value, test)),
        JsonArray items => items.Any(item => HasText(item, test)),
        JsonValue value => value.TryGetValue<string>(out var text) && test(text),
        _ => false,
    };
}

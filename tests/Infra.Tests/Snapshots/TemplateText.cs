using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SensorWatch.Infra.Tests.Synthesis;

namespace SensorWatch.Infra.Tests.Snapshots;

/// <summary>
/// A template as text that changes only when the infrastructure does: keys in order, asset hashes replaced, and without
/// what CDK adds to every template alike (construct paths, the check of the bootstrap version).
/// </summary>
internal static partial class TemplateText
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(StackTemplate stack)
    {
        var template = stack.Json.DeepClone().AsObject();
        template.Remove("Rules");
        (template["Parameters"] as JsonObject)?.Remove("BootstrapVersion");
        foreach (var (_, resource) in template["Resources"]!.AsObject())
        {
            RemoveNoise(resource!.AsObject());
        }

        return AssetHash().Replace(Sorted(template).ToJsonString(Readable), "ASSET") + "\n";
    }

    /// <summary>
    /// What CDK notes for itself goes, and so does what cdk-nag is told, which is the same for many; the review says it once.
    /// Exceptions and declarations stay.
    /// </summary>
    private static void RemoveNoise(JsonObject resource)
    {
        if (resource["Metadata"] is not JsonObject metadata)
        {
            return;
        }

        foreach (var name in metadata.Select(member => member.Key).Where(IsNoise).ToList())
        {
            metadata.Remove(name);
        }

        if (metadata.Count == 0)
        {
            resource.Remove("Metadata");
        }
    }

    private static bool IsNoise(string metadata) => metadata == "cdk_nag" || metadata.StartsWith("aws:", StringComparison.Ordinal);

    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject o => new JsonObject(
            o.OrderBy(member => member.Key, StringComparer.Ordinal)
                .Select(member => KeyValuePair.Create(member.Key, member.Value is null ? null : Sorted(member.Value)))),
        JsonArray a => new JsonArray([.. a.Select(element => element is null ? null : Sorted(element))]),
        _ => node.DeepClone(),
    };

    [GeneratedRegex("[0-9a-f]{64}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex AssetHash();
}

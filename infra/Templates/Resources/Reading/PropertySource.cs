using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Resources.Reading;

/// <summary>Where properties are read from: a resource, or an item of a list in it.</summary>
/// <param name="Resource">For messages.</param>
/// <param name="Node">The object that holds the properties.</param>
/// <param name="Prefix">Its path below <c>Properties</c>, with a dot at the end; empty for the resource itself.</param>
internal readonly record struct PropertySource(Resource Resource, JsonObject Node, string Prefix)
{
    public static implicit operator PropertySource(Resource resource) => new(resource, resource.Properties, "");

    /// <summary>The node at a path; null when it or an object on the way is missing.</summary>
    public JsonNode? Find(string path)
    {
        JsonNode? node = Node;
        foreach (var name in path.Split('.'))
        {
            if (node is null)
            {
                return null;
            }

            node = node is JsonObject parent ? parent[name] : throw Expected("an object on the way to it", path, node);
        }

        return node;
    }

    /// <summary>CloudFormation may not require what a record does: an image's function, for one, has no runtime.</summary>
    public TemplateResolutionException Missing(string path) => new(Resource, Prefix + path, "it is required, but missing.") { IsGap = true };

    public TemplateResolutionException Expected(string expected, string path, JsonNode came) =>
        new(Resource, Prefix + path, $"{expected} is expected, but {Describe(came)} came.");

    public TemplateResolutionException Fault(string path, string fault) => new(Resource, Prefix + path, fault);

    /// <summary>Not the template's fault: the value is known to the AWS account only, or it is none that this library reads.</summary>
    public TemplateResolutionException Gap(string path, string fault) => new(Resource, Prefix + path, fault) { IsGap = true };

    private static string Describe(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => node.ToJsonString(),
    };
}

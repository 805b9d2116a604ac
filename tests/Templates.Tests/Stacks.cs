using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Tests;

/// <summary>Stacks made of the text of a template.</summary>
internal static class Stacks
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static StackArtifact Stack(string template, string id = "Dev/Test", string name = "Dev-Test") =>
        new(id, name, null, null, "/assembly", (JsonObject)JsonNode.Parse(template)!, [], []);

    /// <summary>Resolves one template.</summary>
    public static Deployment Resolve(string template, DeploymentSettings? settings = null) => Deployment.Resolve([Stack(template)], settings);

    /// <summary>A template with one resource, <c>Thing</c>, that has a property <c>Value</c>, beside other resources.</summary>
    public static string WithValue(string value, string others = "", string sections = "") =>
        $$"""{ {{sections}} "Resources": { {{others}} "Thing": { "Type": "Test::Thing", "Properties": { "Value": {{value}}, "Other": "kept" } } } }""";

    /// <summary>The JSON that the value resolves to; null when it resolves to nothing.</summary>
    public static string? Value(string value, string others = "", string sections = "", DeploymentSettings? settings = null) =>
        Resolve(WithValue(value, others, sections), settings).Resources.Single(resource => resource.LogicalId == "Thing")
            .Properties["Value"]?.ToJsonString(Readable);
}

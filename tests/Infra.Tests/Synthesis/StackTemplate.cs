using System.Text.Json.Nodes;

namespace SensorWatch.Infra.Tests.Synthesis;

/// <summary>A synthesized template.</summary>
/// <param name="Id">As <c>cdk list</c> shows it: <c>Dev/State</c>.</param>
/// <param name="Artifact">The stack's entry in the assembly's manifest.</param>
/// <param name="Json">The template.</param>
public sealed record StackTemplate(string Id, JsonObject Artifact, JsonObject Json)
{
    /// <summary>The resources of a type.</summary>
    public IReadOnlyList<TemplateResource> OfType(string type) =>
    [
        .. Json["Resources"]!.AsObject()
            .Where(resource => (string?)resource.Value!["Type"] == type)
            .Select(resource => new TemplateResource(resource.Key, resource.Value!.AsObject())),
    ];

    /// <summary>The resource that <c>Ref</c> or <c>Fn::GetAtt</c> points to.</summary>
    public TemplateResource Target(JsonNode? reference)
    {
        var logicalId = (string?)reference?["Ref"] ?? (string?)reference?["Fn::GetAtt"]?[0]
            ?? throw new ArgumentException($"{reference?.ToJsonString() ?? "null"} is no reference.", nameof(reference));
        return new(logicalId, Json["Resources"]![logicalId]!.AsObject());
    }

    public override string ToString() => Id;
}

/// <summary>A resource of a template.</summary>
public sealed record TemplateResource(string LogicalId, JsonObject Json)
{
    /// <summary>A property, by the names on the way to it; null where there is none.</summary>
    public JsonNode? this[params IReadOnlyList<string> path] =>
        path.Aggregate(Json["Properties"], (node, name) => (node as JsonObject)?[name]);

    public override string ToString() => LogicalId;
}

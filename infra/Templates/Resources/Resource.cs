using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Resources;

/// <summary>A resource of a template, with every intrinsic function in its properties resolved.</summary>
public sealed record Resource
{
    /// <summary>Where it stands, for messages: the construct path <c>Dev/Services/Api/Resource</c>, else <c>Stack/LogicalId</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Id of the stack (<see cref="Assembly.StackArtifact.Id"/>).</summary>
    public required string StackId { get; init; }

    public required string LogicalId { get; init; }

    /// <summary>CloudFormation's type: <c>AWS::SQS::Queue</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What <c>Ref</c> gives.</summary>
    public required string PhysicalId { get; init; }

    /// <summary>Its physical name, explicit or derived; in many types what <c>Ref</c> gives.</summary>
    public string Name { get => field ?? PhysicalId; init; }

    /// <summary>What <c>Fn::GetAtt</c> gives: every attribute that is known for the type and that the resource has.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>The resolved properties.</summary>
    public required JsonObject Properties { get; init; }

    /// <summary>The resource's metadata, as the template has it.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>What becomes of it when its stack is deleted: <c>Retain</c>, <c>Delete</c>, …; null when the template doesn't say.</summary>
    public string? DeletionPolicy { get; init; }

    /// <summary>What becomes of it when another takes its place; null when the template doesn't say.</summary>
    public string? UpdateReplacePolicy { get; init; }

    /// <summary>The file asset behind a function's code or the like; null where the type has none.</summary>
    public string? AssetPath { get; init; }

    /// <summary>An attribute that every resource of the type has.</summary>
    /// <exception cref="TemplateResolutionException">This one has not.</exception>
    internal string Attribute(string name) => Attributes.TryGetValue(name, out var value)
        ? value
        : throw new TemplateResolutionException($"{Path} ({Type}): its attribute {name} is not known. A new one goes into {nameof(ResourceTypes)}.cs.");
}

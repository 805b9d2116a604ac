using System.Text.Json.Nodes;

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

    /// <summary>The resolved properties.</summary>
    public required JsonObject Properties { get; init; }

    /// <summary>The file asset behind a function's code or the like; null where the type has none.</summary>
    public string? AssetPath { get; init; }
}

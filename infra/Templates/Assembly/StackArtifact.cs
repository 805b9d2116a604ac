using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Assembly;

/// <summary>One CloudFormation stack of a cloud assembly, as <c>cdk synth</c> wrote it.</summary>
/// <param name="Id">Hierarchical id, as <c>cdk list</c> shows it: <c>Dev/State</c>.</param>
/// <param name="StackName">CloudFormation's name of the stack: <c>Dev-State</c>.</param>
/// <param name="Account">The account that the app fixed; null when it is left to the deployment.</param>
/// <param name="Region">The region that the app fixed; null when it is left to the deployment.</param>
/// <param name="Directory">Absolute path of the assembly that holds the stack.</param>
/// <param name="Template">The template.</param>
/// <param name="Dependencies">Ids of the stacks that must be deployed first.</param>
/// <param name="FileAssets">The stack's file assets.</param>
public sealed record StackArtifact(
    string Id,
    string StackName,
    string? Account,
    string? Region,
    string Directory,
    JsonObject Template,
    IReadOnlyList<string> Dependencies,
    IReadOnlyList<FileAsset> FileAssets)
{
    /// <summary>The path of the construct behind a logical id, <c>Dev/State/Bus/Resource</c>, as far as the manifest tells it.</summary>
    public IReadOnlyDictionary<string, string> ConstructPaths { get; init; } = new Dictionary<string, string>();
}

/// <summary>A file or folder that is uploaded before the stack is deployed.</summary>
/// <param name="ObjectKey">Its key in the asset bucket.</param>
/// <param name="Path">Absolute path of the file or folder.</param>
public sealed record FileAsset(string ObjectKey, string Path);

using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Assembly;

/// <summary>
/// Reads a manifest and those of its nested assemblies (a CDK <c>Stage</c> is one). Artifact types and their properties:
/// https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/cloud-assembly-schema
/// </summary>
internal sealed class AssemblyReader
{
    private const string StackType = "aws:cloudformation:stack";
    private const string NestedAssemblyType = "cdk:cloud-assembly";
    private const string AssetManifestType = "cdk:asset-manifest";

    private readonly AssemblyFile _manifest;
    private readonly JsonObject _artifacts;
    private readonly IReadOnlyList<string> _inheritedDependencies;
    private readonly Dictionary<string, IReadOnlyList<StackArtifact>> _nested = [];

    private AssemblyReader(string directory, IReadOnlyList<string> inheritedDependencies)
    {
        _manifest = AssemblyFile.Read(Path.Combine(directory, "manifest.json"));
        _artifacts = _manifest.OptionalObject(_manifest.Root, "artifacts") ?? [];
        _inheritedDependencies = inheritedDependencies;
    }

    /// <summary>The stacks of the assembly in the manifest's order.</summary>
    public static IReadOnlyList<StackArtifact> Read(string directory) => new AssemblyReader(directory, []).Stacks();

    private List<StackArtifact> Stacks() => [.. _artifacts.SelectMany(artifact => TypeOf(artifact.Key) switch
    {
        StackType => [Stack(artifact.Key)],
        NestedAssemblyType => NestedStacks(artifact.Key),
        _ => [],
    })];

    private IReadOnlyList<StackArtifact> NestedStacks(string artifactId)
    {
        if (!_nested.TryGetValue(artifactId, out var stacks))
        {
            var directory = _manifest.Existing(_manifest.Text(Properties(artifactId), "directoryName"));
            stacks = new AssemblyReader(directory, StacksBefore(artifactId)).Stacks();
            _nested.Add(artifactId, stacks);
        }

        return stacks;
    }

    private StackArtifact Stack(string artifactId)
    {
        var properties = Properties(artifactId);
        var (account, region) = Environment(artifactId);
        return new StackArtifact(
            StackId(artifactId),
            _manifest.OptionalText(properties, "stackName") ?? artifactId,
            account,
            region,
            Path.GetDirectoryName(_manifest.Path)!,
            AssemblyFile.Read(_manifest.Existing(_manifest.Text(properties, "templateFile"))).Root,
            StacksBefore(artifactId),
            [.. Dependencies(artifactId).Where(id => TypeOf(id) == AssetManifestType).SelectMany(FileAssets).Distinct()])
        {
            ConstructPaths = ConstructPaths(artifactId),
        };
    }

    private string StackId(string artifactId) => _manifest.OptionalText(Artifact(artifactId), "displayName") ?? artifactId;

    /// <summary>From <c>aws://ACCOUNT/REGION</c>, where <c>unknown-account</c> and <c>unknown-region</c> stand for neither.</summary>
    private (string? Account, string? Region) Environment(string artifactId)
    {
        var environment = _manifest.OptionalText(Artifact(artifactId), "environment") ?? "aws://unknown-account/unknown-region";
        return environment.Split('/') is ["aws:", "", var account, var region]
            ? (account is "unknown-account" ? null : account, region is "unknown-region" ? null : region)
            : throw new CloudAssemblyException(
                $"{_manifest.Path}: the environment of {artifactId} should have the form aws://ACCOUNT/REGION, but is '{environment}'.");
    }

    /// <summary>The stacks that must be there before an artifact; an asset manifest in between counts with its own.</summary>
    private List<string> StacksBefore(string artifactId)
    {
        var stacks = new List<string>(_inheritedDependencies);
        var seen = new HashSet<string>();
        Collect(artifactId);
        return [.. stacks.Distinct()];

        void Collect(string id)
        {
            foreach (var dependency in Dependencies(id).Where(seen.Add))
            {
                switch (TypeOf(dependency))
                {
                    case StackType:
                        stacks.Add(StackId(dependency));
                        break;
                    case NestedAssemblyType:
                        stacks.AddRange(NestedStacks(dependency).Select(stack => stack.Id));
                        break;
                    default:
                        Collect(dependency);
                        break;
                }
            }
        }
    }

    private IEnumerable<FileAsset> FileAssets(string artifactId)
    {
        var assets = AssemblyFile.Read(_manifest.Existing(_manifest.Text(Properties(artifactId), "file")));
        foreach (var (id, _) in assets.OptionalObject(assets.Root, "files") ?? [])
        {
            var file = assets.Object(assets.Object(assets.Root, "files"), id);

            // An asset may be made by a command at deployment ("executable"); such a one has no file yet.
            if (assets.OptionalText(assets.Object(file, "source"), "path") is not { } path)
            {
                continue;
            }

            var destinations = assets.Object(file, "destinations");
            foreach (var (destination, _) in destinations)
            {
                yield return new(assets.Text(assets.Object(destinations, destination), "objectKey"), assets.Existing(path));
            }
        }
    }

    /// <summary>
    /// The manifest tells each logical id's construct path, even when the template's metadata doesn't; newer libraries write
    /// that into a file beside it.
    /// </summary>
    private Dictionary<string, string> ConstructPaths(string artifactId)
    {
        var paths = new Dictionary<string, string>();
        var artifact = Artifact(artifactId);
        var metadata = _manifest.OptionalText(artifact, "additionalMetadataFile") is { } file
            ? AssemblyFile.Read(_manifest.Existing(file)).Root
            : artifact["metadata"] as JsonObject;
        foreach (var (path, entries) in metadata ?? [])
        {
            foreach (var entry in (entries as JsonArray ?? []).OfType<JsonObject>())
            {
                if (_manifest.OptionalText(entry, "type") == "aws:cdk:logicalId")
                {
                    paths[_manifest.Text(entry, "data")] = path.TrimStart('/');
                }
            }
        }

        return paths;
    }

    private JsonObject Artifact(string id) => _artifacts[id] is JsonObject artifact
        ? artifact
        : throw new CloudAssemblyException($"{_manifest.Path} refers to an artifact '{id}' that it does not have.");

    private JsonObject Properties(string artifactId) => _manifest.Object(Artifact(artifactId), "properties");

    private string TypeOf(string artifactId) => _manifest.Text(Artifact(artifactId), "type");

    private IReadOnlyList<string> Dependencies(string artifactId) => _manifest.Texts(Artifact(artifactId), "dependencies");
}

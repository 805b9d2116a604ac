using System.Text.Json.Nodes;

namespace SensorWatch.Infra.Tests.Synthesis;

/// <summary>All environments, synthesized once for all tests: jsii is one process, and it takes seconds.</summary>
public sealed class SynthesizedSystem : IDisposable
{
    private readonly TemporaryFolder _output = new();

    public SynthesizedSystem()
    {
        SensorWatchApp.Create(RepositoryFolder.Path, new JsonObject { ["package"] = RepositoryFolder.StandInPackage }, _output.Path).Synth();
        Stacks = [.. StacksOf(_output.Path).OrderBy(stack => stack.Id, StringComparer.Ordinal)];
    }

    public string OutputDirectory => _output.Path;

    public IReadOnlyList<StackTemplate> Stacks { get; }

    public StackTemplate this[string id] => Stacks.Single(stack => stack.Id == id);

    public IEnumerable<StackTemplate> Named(string name) => Stacks.Where(stack => stack.Id.EndsWith($"/{name}", StringComparison.Ordinal));

    /// <summary>The resource whose export an <c>Fn::ImportValue</c> names.</summary>
    public TemplateResource Imported(JsonNode? exportName)
    {
        var (stack, value) = Stacks
            .SelectMany(stack => (stack.Json["Outputs"] as JsonObject ?? []).Select(output => (Stack: stack, Output: output.Value!)))
            .Where(output => JsonNode.DeepEquals(output.Output["Export"]?["Name"], exportName))
            .Select(output => (output.Stack, output.Output["Value"]))
            .Single();
        return stack.Target(value);
    }

    /// <summary>The stacks of a cloud assembly and of those nested in it.</summary>
    internal static IEnumerable<StackTemplate> StacksOf(string assembly)
    {
        foreach (var (_, value) in ReadObject(assembly, "manifest.json")["artifacts"]!.AsObject())
        {
            var artifact = value!.AsObject();
            switch ((string?)artifact["type"])
            {
                case "cdk:cloud-assembly":
                    foreach (var stack in StacksOf(Path.Combine(assembly, (string)artifact["properties"]!["directoryName"]!)))
                    {
                        yield return stack;
                    }

                    break;
                case "aws:cloudformation:stack":
                    yield return new(
                        (string)artifact["displayName"]!, artifact, ReadObject(assembly, (string)artifact["properties"]!["templateFile"]!));
                    break;
                default:
                    break;
            }
        }
    }

    public void Dispose() => _output.Dispose();

    private static JsonObject ReadObject(string folder, string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!.AsObject();
}

/// <summary>Tests that use jsii, one after another in one process.</summary>
[CollectionDefinition(Name)]
public sealed class SynthesisTests : ICollectionFixture<SynthesizedSystem>
{
    public const string Name = "Synthesis";
}

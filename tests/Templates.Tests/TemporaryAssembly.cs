namespace SensorWatch.Templates.Tests;

/// <summary>A cloud assembly in a folder of its own, which goes when the test ends.</summary>
internal sealed class TemporaryAssembly : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("assembly-").FullName;

    public TemporaryAssembly With(string file, string content)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, file), content);
        return this;
    }

    /// <summary>A manifest with stacks that depend on each other as given, and an empty template each.</summary>
    public TemporaryAssembly WithStacks(params (string Id, string[] Dependencies)[] stacks)
    {
        foreach (var (id, _) in stacks)
        {
            With($"{id}.template.json", "{}");
        }

        var artifacts = stacks.Select(stack =>
            $$"""
            "{{stack.Id}}": {
              "type": "aws:cloudformation:stack",
              "environment": "aws://unknown-account/unknown-region",
              "properties": { "templateFile": "{{stack.Id}}.template.json" },
              "dependencies": [{{string.Join(",", stack.Dependencies.Select(dependency => $"\"{dependency}\""))}}]
            }
            """);
        return With("manifest.json", $$"""{ "artifacts": { {{string.Join(",", artifacts)}} } }""");
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

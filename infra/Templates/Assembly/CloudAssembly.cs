namespace SensorWatch.Templates.Assembly;

/// <summary>
/// A cloud assembly: the folder that <c>cdk synth</c> writes (<c>cdk.out</c>), with the assemblies of its stages.
/// Its format: https://docs.aws.amazon.com/cdk/v2/guide/deploy.html#deploy-how-synth-app
/// </summary>
public sealed class CloudAssembly
{
    private CloudAssembly(string directory, IReadOnlyList<StackArtifact> stacks)
    {
        Directory = directory;
        Stacks = stacks;
    }

    /// <summary>Absolute path of the assembly.</summary>
    public string Directory { get; }

    /// <summary>All stacks, of nested stages too: a stack stands after those that it depends on.</summary>
    public IReadOnlyList<StackArtifact> Stacks { get; }

    /// <summary>Reads an assembly and everything that it refers to.</summary>
    /// <param name="directory">The folder with <c>manifest.json</c>, such as <c>cdk.out</c>.</param>
    /// <exception cref="CloudAssemblyException">A file is missing or isn't what it should be.</exception>
    public static CloudAssembly Load(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        var absolute = Path.GetFullPath(directory);
        return new(absolute, StackOrder.DependenciesFirst(AssemblyReader.Read(absolute)));
    }

    /// <summary>
    /// The stacks that a selector names, with those that they depend on, as <c>cdk deploy</c> takes them: a stage
    /// (<c>Dev</c>), a stack by id or name (<c>Dev/State</c>, <c>Dev-State</c>) or a glob (<c>Dev/*</c>, <c>**</c>), where
    /// <c>*</c> ends at a <c>/</c> and <c>**</c> does not.
    /// </summary>
    /// <exception cref="CloudAssemblyException">No stack is selected.</exception>
    public IReadOnlyList<StackArtifact> StacksIn(string selector)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(selector);
        var selected = new HashSet<string>(Stacks.Where(stack => StackSelector.Selects(selector, stack)).Select(stack => stack.Id));
        if (selected.Count == 0)
        {
            throw new CloudAssemblyException(
                $"No stack of {Directory} is selected by '{selector}'. It has: {string.Join(", ", Stacks.Select(stack => stack.Id))}.");
        }

        // Backwards, a stack's dependants are all seen before the stack itself.
        foreach (var stack in Stacks.Reverse().Where(stack => selected.Contains(stack.Id)))
        {
            selected.UnionWith(stack.Dependencies);
        }

        return [.. Stacks.Where(stack => selected.Contains(stack.Id))];
    }
}

namespace SensorWatch.Templates.Resolution;

/// <summary>The exports of all stacks that are resolved together.</summary>
internal sealed class Exports
{
    private readonly Dictionary<string, (StackScope Stack, string Output)> _outputs = [];

    private readonly HashSet<string> _stackNames = [];

    /// <summary>Takes in what a stack exports.</summary>
    public void Add(StackScope stack)
    {
        _stackNames.Add(stack.StackName);
        foreach (var (name, output) in stack.ExportedNames())
        {
            if (!_outputs.TryAdd(name, (stack, output)))
            {
                var first = _outputs[name];
                throw stack.At($"Outputs.{output}.Export.Name").Error(
                    $"'{name}' is exported already, by {first.Stack.Id} {first.Output}. Export names are unique in an account's region.");
            }
        }
    }

    public string Value(string name, Location at) => _outputs.TryGetValue(name, out var export)
        ? export.Stack.OutputValue(export.Output)
        : throw Missing(name, at);

    /// <summary>The CDK begins the name of an export with the stack's; what another team's stack exports can't be known here.</summary>
    private TemplateResolutionException Missing(string name, Location at)
    {
        var fault = $"no stack that is resolved here exports '{name}'. Take in the stack that does; exported are: {Known}.";
        return _stackNames.Contains(name.Split(':')[0]) ? at.Error(fault) : at.Gap(fault);
    }

    private string Known => _outputs.Count == 0 ? "none" : string.Join(", ", _outputs.Keys.Order(StringComparer.Ordinal));
}

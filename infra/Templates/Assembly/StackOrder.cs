namespace SensorWatch.Templates.Assembly;

/// <summary>Puts stacks into the order of deployment.</summary>
internal static class StackOrder
{
    /// <summary>A stack after its dependencies; stacks that don't depend on each other keep their order.</summary>
    public static IReadOnlyList<StackArtifact> DependenciesFirst(IReadOnlyList<StackArtifact> stacks)
    {
        var byId = stacks.ToDictionary(stack => stack.Id);
        var ordered = new List<StackArtifact>(stacks.Count);
        var done = new HashSet<string>();
        var path = new List<string>();

        foreach (var stack in stacks)
        {
            Visit(stack);
        }

        return ordered;

        void Visit(StackArtifact stack)
        {
            if (done.Contains(stack.Id))
            {
                return;
            }

            if (path.Contains(stack.Id))
            {
                throw new CloudAssemblyException(
                    $"The stacks depend on each other in a circle: {string.Join(" -> ", path.Append(stack.Id))}.");
            }

            path.Add(stack.Id);
            foreach (var dependency in stack.Dependencies)
            {
                Visit(byId[dependency]);
            }

            path.RemoveAt(path.Count - 1);
            done.Add(stack.Id);
            ordered.Add(stack);
        }
    }
}

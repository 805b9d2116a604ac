namespace SensorWatch.Local.Tables.Expressions;

/// <summary>
/// Document paths with something at each path's end, as the tree that they span: what an update changes, or what a
/// projection keeps.
/// </summary>
internal sealed class PathTree<T>
{
    private DocumentPath? _path;

    public Dictionary<string, PathTree<T>> Names { get; } = [];

    public SortedDictionary<int, PathTree<T>> Indexes { get; } = [];

    /// <summary>A path ends here.</summary>
    public bool IsLeaf { get; private set; }

    /// <summary>What stands at the path's end.</summary>
    public T? Value { get; private set; }

    /// <summary>Adds a path, if it goes with those that are there.</summary>
    /// <returns>Null, or what is wrong: one of two paths may not contain the other, and a place is a map or a list, not both.</returns>
    public string? Add(DocumentPath path, T value)
    {
        var node = this;
        foreach (var element in path.Elements)
        {
            if (node.IsLeaf)
            {
                return Clash("overlap", node._path!, path);
            }

            if (element.Name is null ? node.Names.Count > 0 : node.Indexes.Count > 0)
            {
                return Clash("conflict", node._path!, path);
            }

            node._path ??= path;
            node = node.Child(element);
        }

        if (node._path is not null)
        {
            return Clash("overlap", node._path, path);
        }

        (node.IsLeaf, node.Value, node._path) = (true, value, path);
        return null;
    }

    private PathTree<T> Child(PathElement element)
    {
        PathTree<T>? child;
        if (element.Name is { } name)
        {
            if (!Names.TryGetValue(name, out child))
            {
                Names[name] = child = new();
            }
        }
        else if (!Indexes.TryGetValue(element.Index, out child))
        {
            Indexes[element.Index] = child = new();
        }

        return child;
    }

    private static string Clash(string how, DocumentPath one, DocumentPath two) =>
        $"Two document paths {how} with each other; must remove or rewrite one of these paths; path one: {one}, path two: {two}";
}

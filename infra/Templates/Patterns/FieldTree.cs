namespace SensorWatch.Templates.Patterns;

/// <summary>
/// The paths of a pattern as a tree, so that one walk through an event finds all leaves and passes over what no field asks for.
/// </summary>
internal sealed class FieldTree
{
    private readonly Dictionary<string, FieldTree> _children = [];
    private readonly List<PatternField> _fields = [];

    /// <summary>The fields that end here.</summary>
    public IReadOnlyList<PatternField> Fields => _fields;

    /// <summary>
    /// Every node below, by the keys that lead to it, joined with dots: in an event, <c>{"a.b": 1}</c> is the same as
    /// <c>{"a": {"b": 1}}</c>.
    /// </summary>
    public IReadOnlyList<(string Name, FieldTree Node)> Below { get; private set; } = [];

    /// <summary>How many fields the whole tree has; of the root.</summary>
    public int FieldCount { get; private set; }

    public static FieldTree Of(IEnumerable<Alternative> alternatives)
    {
        var root = new FieldTree();

        // Alternatives of an $or share the fields that stand beside it.
        foreach (var field in alternatives.SelectMany(alternative => alternative.Fields).Distinct())
        {
            field.Index = root.FieldCount++;
            root.Add(field);
        }

        root.ListBelow();
        return root;
    }

    private void Add(PatternField field)
    {
        var node = this;
        foreach (var key in field.Path.Split('.'))
        {
            if (!node._children.TryGetValue(key, out var child))
            {
                node._children.Add(key, child = new());
            }

            node = child;
        }

        node._fields.Add(field);
    }

    private void ListBelow()
    {
        var below = new List<(string, FieldTree)>();
        foreach (var (key, child) in _children)
        {
            child.ListBelow();
            below.Add((key, child));
            below.AddRange(child.Below.Select(further => ($"{key}.{further.Name}", further.Node)));
        }

        Below = below;
    }
}

using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Expressions;

/// <summary>
/// The parts of an item that a <c>ProjectionExpression</c> names, in the structure that they have in the item; a list
/// shrinks to the elements that were named.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html
/// </summary>
internal sealed class Projection
{
    private readonly PathTree<bool> _tree;

    private Projection(IReadOnlyList<DocumentPath> paths, PathTree<bool> tree)
    {
        Paths = paths;
        _tree = tree;
    }

    public IReadOnlyList<DocumentPath> Paths { get; }

    public static Projection Parse(string text, Placeholders placeholders)
    {
        var reader = new ExpressionReader("ProjectionExpression", text, placeholders);
        var paths = new List<DocumentPath>();
        var tree = new PathTree<bool>();
        do
        {
            paths.Add(reader.ReadPath());
            reader.Note(tree.Add(paths[^1], true));
        }
        while (reader.Accept(","));

        reader.Finish();
        return new(paths, tree);
    }

    /// <summary>A projection to paths that are known to go together, such as an update's.</summary>
    public static Projection To(IReadOnlyList<DocumentPath> paths)
    {
        var tree = new PathTree<bool>();
        foreach (var path in paths)
        {
            tree.Add(path, true);
        }

        return new(paths, tree);
    }

    public MapValue Apply(MapValue item) => Apply(_tree, item) as MapValue ?? MapValue.Empty;

    private static AttributeValue? Apply(PathTree<bool> tree, AttributeValue? value)
    {
        switch (value)
        {
            case null:
                return null;
            case var whole when tree.IsLeaf:
                return whole;
            case MapValue map:
                var attributes = new Dictionary<string, AttributeValue>();
                foreach (var (name, below) in tree.Names)
                {
                    if (Apply(below, map[name]) is { } kept)
                    {
                        attributes[name] = kept;
                    }
                }

                return attributes.Count > 0 ? new MapValue(attributes) : null;
            case ListValue list:
                var elements = tree.Indexes
                    .Where(index => index.Key < list.Elements.Count)
                    .Select(index => Apply(index.Value, list.Elements[index.Key]))
                    .OfType<AttributeValue>()
                    .ToArray();
                return elements.Length > 0 ? new ListValue(elements) : null;
            default:
                return null;
        }
    }
}

using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Expressions;

/// <summary>
/// A parsed <c>UpdateExpression</c>. Every operand and every list index refers to the item as it was before; the order
/// of the actions says nothing.
/// </summary>
internal sealed class UpdateExpression
{
    private readonly PathTree<UpdateAction> _tree;

    public UpdateExpression(IReadOnlyList<(DocumentPath Path, UpdateAction Action)> actions, PathTree<UpdateAction> tree)
    {
        Actions = actions;
        _tree = tree;
    }

    public IReadOnlyList<(DocumentPath Path, UpdateAction Action)> Actions { get; }

    /// <summary>It takes away only, and so makes no item where there was none.</summary>
    public bool OnlyRemoves => Actions.All(action => action.Action is RemoveAction or DeleteAction);

    /// <summary>All document paths in it: those that it changes and those that its operands read.</summary>
    public IEnumerable<DocumentPath> Paths => Actions.SelectMany(action =>
        action.Action is SetAction set ? set.Value.Paths.Prepend(action.Path) : [action.Path]);

    /// <summary>The parts of an item that it changes, for <c>UPDATED_OLD</c> and <c>UPDATED_NEW</c>.</summary>
    public Projection UpdatedPaths => Projection.To([.. Actions.Select(action => action.Path)]);

    /// <summary>The item after the update.</summary>
    /// <exception cref="Endpoint.AwsException">The expression doesn't fit the item.</exception>
    public MapValue Apply(MapValue item) => ApplyToMap(_tree, item, item);

    private static AttributeValue? Apply(PathTree<UpdateAction> tree, MapValue item, AttributeValue? existing)
    {
        if (tree.IsLeaf)
        {
            return tree.Value!.Apply(item, existing);
        }

        return existing switch
        {
            MapValue map when tree.Indexes.Count == 0 => ApplyToMap(tree, item, map),
            ListValue list when tree.Names.Count == 0 => ApplyToList(tree, item, list),
            _ => throw UpdateErrors.InvalidPath(),
        };
    }

    private static MapValue ApplyToMap(PathTree<UpdateAction> tree, MapValue item, MapValue map)
    {
        var attributes = new Dictionary<string, AttributeValue>(map.Attributes);
        foreach (var (name, below) in tree.Names)
        {
            if (Apply(below, item, map[name]) is { } value)
            {
                attributes[name] = value;
            }
            else
            {
                attributes.Remove(name);
            }
        }

        return new(attributes);
    }

    /// <summary>An index beyond the end appends, in the order of the indexes.</summary>
    private static ListValue ApplyToList(PathTree<UpdateAction> tree, MapValue item, ListValue list)
    {
        var elements = new List<AttributeValue?>(list.Elements);
        foreach (var (index, below) in tree.Indexes)
        {
            var isBeyond = index >= list.Elements.Count;
            var value = Apply(below, item, isBeyond ? null : list.Elements[index]);
            if (isBeyond)
            {
                elements.Add(value);
            }
            else
            {
                elements[index] = value;
            }
        }

        return new([.. elements.OfType<AttributeValue>()]);
    }
}

namespace SensorWatch.Templates.Patterns;

/// <summary>
/// The places of a field's leaves, by the array elements that they stand in, from the outermost: those that stand in a given
/// element are found without a look at the others.
/// </summary>
internal sealed class LeafTree
{
    private Dictionary<int, Dictionary<int, LeafTree>>? _arrays;
    private Membership? _membership;
    private bool _isLeaf;

    /// <summary>Adds a leaf. Many in one element count once.</summary>
    public void Add(Membership? membership)
    {
        var node = At(membership);
        (node._isLeaf, node._membership) = (true, membership);
    }

    /// <summary>The places that stand in no other element of an array than those chosen.</summary>
    public IEnumerable<Membership?> Allowed(ChosenElements chosen)
    {
        if (_isLeaf)
        {
            yield return _membership;
        }

        if (_arrays is null)
        {
            yield break;
        }

        foreach (var (array, elements) in _arrays)
        {
            IEnumerable<LeafTree> open = chosen.Of(array) is not { } element ? elements.Values
                : elements.TryGetValue(element, out var only) ? [only]
                : [];
            foreach (var membership in open.SelectMany(tree => tree.Allowed(chosen)))
            {
                yield return membership;
            }
        }
    }

    /// <summary>The arrays that leaves stand in; one may come more than once.</summary>
    public IEnumerable<int> Arrays() => _arrays is null
        ? []
        : _arrays.SelectMany(array => array.Value.Values.SelectMany(tree => tree.Arrays()).Prepend(array.Key));

    private LeafTree At(Membership? membership)
    {
        if (membership is null)
        {
            return this;
        }

        var outer = At(membership.Outer);
        outer._arrays ??= [];
        if (!outer._arrays.TryGetValue(membership.Array, out var elements))
        {
            outer._arrays.Add(membership.Array, elements = []);
        }

        if (!elements.TryGetValue(membership.Index, out var tree))
        {
            elements.Add(membership.Index, tree = new());
        }

        return tree;
    }
}

namespace SensorWatch.Templates.Patterns;

/// <summary>The one element of each array that the fields matched so far stand in.</summary>
internal sealed class ChosenElements(int arrayCount)
{
    private const int None = -1;
    private readonly int[] _elements = [.. Enumerable.Repeat(None, arrayCount)];
    private readonly List<int> _arrays = [];

    /// <summary>The arrays of which an element is chosen, in the order of the choices.</summary>
    public IReadOnlyList<int> Arrays => _arrays;

    /// <summary>The chosen element of an array; null while there is none.</summary>
    public int? Of(int array) => _elements[array] is not None and var element ? element : null;

    /// <summary>Chooses the elements that a leaf stands in; those of its arrays that are chosen already must be the same.</summary>
    public void Choose(Membership? membership)
    {
        for (var level = membership; level is not null; level = level.Outer)
        {
            if (_elements[level.Array] == None)
            {
                _elements[level.Array] = level.Index;
                _arrays.Add(level.Array);
            }
        }
    }

    /// <summary>Takes back what was chosen after the first few.</summary>
    public void Forget(int count)
    {
        for (var i = count; i < _arrays.Count; i++)
        {
            _elements[_arrays[i]] = None;
        }

        _arrays.RemoveRange(count, _arrays.Count - count);
    }
}

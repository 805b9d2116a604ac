using System.Runtime.InteropServices;

namespace SensorWatch.Templates.Patterns;

/// <summary>
/// Looks for one element of each array of an event in which every field of an alternative is matched. Arrays have the paths of
/// fields that stand next to each other in the alternative, so what is tried grows with the event, not with its square: a
/// choice that has failed is not tried again with other elements of arrays in which no later field looks.
/// </summary>
internal sealed class ElementSearch(IReadOnlyList<PatternField> fields, EventLeaves leaves)
{
    private readonly ChosenElements _chosen = new(leaves.ArrayCount);
    private readonly HashSet<string> _failed = [];
    private int[]? _lastUses;

    public bool Succeeds() => SucceedsFrom(0);

    /// <summary>Whether the fields from a position on match, given the array elements that those before it have chosen.</summary>
    private bool SucceedsFrom(int position)
    {
        if (position == fields.Count)
        {
            return true;
        }

        if (_failed.Count > 0 && _failed.Contains(State(position)))
        {
            return false;
        }

        var field = fields[position];
        var before = _chosen.Arrays.Count;
        foreach (var membership in leaves.Matching(field)?.Allowed(_chosen) ?? [])
        {
            _chosen.Choose(membership);
            if (SucceedsFrom(position + 1))
            {
                return true;
            }

            _chosen.Forget(before);
        }

        if (field.MatchesAbsence && leaves.Present(field)?.Allowed(_chosen).Any() != true && SucceedsFrom(position + 1))
        {
            return true;
        }

        _failed.Add(State(position));
        return false;
    }

    /// <summary>All that the rest depends on: the elements chosen in arrays in which a field from the position on looks.</summary>
    private string State(int position)
    {
        _lastUses ??= LastUses();
        List<int> state = [.. _chosen.Arrays.Where(array => _lastUses[array] >= position)];
        state.Sort();
        for (var i = state.Count - 1; i >= 0; i--)
        {
            state.Add(_chosen.Of(state[i])!.Value);
        }

        state.Add(position);

        // A string is how .NET compares lists of numbers by their content.
        return new(MemoryMarshal.Cast<int, char>(CollectionsMarshal.AsSpan(state)));
    }

    /// <summary>For each array the position of the last field that has leaves in it.</summary>
    private int[] LastUses()
    {
        var last = new int[leaves.ArrayCount];
        for (var position = 0; position < fields.Count; position++)
        {
            var (matching, present) = (leaves.Matching(fields[position]), leaves.Present(fields[position]));
            foreach (var array in (matching?.Arrays() ?? []).Concat(present?.Arrays() ?? []))
            {
                last[array] = position;
            }
        }

        return last;
    }
}

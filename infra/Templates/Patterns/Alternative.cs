namespace SensorWatch.Templates.Patterns;

/// <summary>Fields that must all match. A pattern without <c>$or</c> is one alternative.</summary>
internal sealed class Alternative
{
    private readonly PatternField[] _fields;

    public Alternative(IEnumerable<PatternField> fields)
    {
        // The order matters to {"exists": false}: earlier fields fix the array element that it looks into.
        _fields = [.. fields.OrderBy(field => field.Path, StringComparer.Ordinal)];
    }

    public IReadOnlyList<PatternField> Fields => _fields;

    public bool Matches(EventLeaves leaves)
    {
        foreach (var field in _fields)
        {
            if (!field.MatchesAbsence && leaves.Matching(field).Count == 0)
            {
                return false;
            }
        }

        return MatchesFrom(0, leaves, new ChosenElements(leaves.ArrayCount));
    }

    /// <summary>Whether the fields from a position on match, given the array elements that those before it have chosen.</summary>
    private bool MatchesFrom(int position, EventLeaves leaves, ChosenElements chosen)
    {
        if (position == _fields.Length)
        {
            return true;
        }

        var field = _fields[position];
        foreach (var membership in leaves.Matching(field))
        {
            var before = chosen.Count;
            if (chosen.TryChoose(membership) && MatchesFrom(position + 1, leaves, chosen))
            {
                return true;
            }

            chosen.Forget(before);
        }

        return field.MatchesAbsence
            && !leaves.Present(field).Any(chosen.Allows)
            && MatchesFrom(position + 1, leaves, chosen);
    }

    /// <summary>The one element of each array that the fields matched so far stand in.</summary>
    private sealed class ChosenElements(int arrayCount)
    {
        private const int None = -1;
        private readonly int[] _elements = [.. Enumerable.Repeat(None, arrayCount)];
        private readonly List<int> _arrays = [];

        public int Count => _arrays.Count;

        /// <summary>Whether a leaf there stands in no other element of an array than those chosen.</summary>
        public bool Allows(Membership? membership)
        {
            for (var level = membership; level is not null; level = level.Outer)
            {
                if (_elements[level.Array] is not None and var element && element != level.Index)
                {
                    return false;
                }
            }

            return true;
        }

        public bool TryChoose(Membership? membership)
        {
            if (!Allows(membership))
            {
                return false;
            }

            for (var level = membership; level is not null; level = level.Outer)
            {
                if (_elements[level.Array] == None)
                {
                    _elements[level.Array] = level.Index;
                    _arrays.Add(level.Array);
                }
            }

            return true;
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
}

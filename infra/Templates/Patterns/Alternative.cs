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
            if (!field.MatchesAbsence && leaves.Matching(field) is null)
            {
                return false;
            }
        }

        return new ElementSearch(_fields, leaves).Succeeds();
    }
}

namespace SensorWatch.Templates.Patterns;

/// <summary>Whether a leaf of an event is one that a pattern asks for.</summary>
internal delegate bool ValueMatcher(EventValue value);

/// <summary>One field of a pattern: a path, and what may stand there.</summary>
/// <param name="path">Its keys, joined with dots.</param>
/// <param name="matchers">One of them must match.</param>
/// <param name="keys">What a leaf that a matcher matches is found by, one for each.</param>
/// <param name="matchesAbsence"><c>{"exists": false}</c> is among the values.</param>
/// <param name="text">The values as the pattern has them: a JSON array.</param>
internal sealed class PatternField(string path, IReadOnlyList<ValueMatcher> matchers, IReadOnlyList<ValueKey> keys, bool matchesAbsence, string text)
{
    public string Path { get; } = path;

    /// <summary>The values as the pattern has them: <c>["critical"]</c>.</summary>
    public string Text { get; } = text;

    /// <summary>A leaf that the field matches has one of these keys.</summary>
    public IReadOnlyList<ValueKey> Keys { get; } = keys;

    public bool MatchesAbsence { get; } = matchesAbsence;

    /// <summary>The field's place in the lists of <see cref="EventLeaves"/>.</summary>
    public int Index { get; set; }

    public bool Matches(EventValue value)
    {
        foreach (var matcher in matchers)
        {
            if (matcher(value))
            {
                return true;
            }
        }

        return false;
    }
}

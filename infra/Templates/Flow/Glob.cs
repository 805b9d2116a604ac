namespace SensorWatch.Templates.Flow;

/// <summary>
/// A set of strings: characters, and places where any follow. IAM's <c>*</c> and <c>?</c>, EventBridge's prefixes, suffixes
/// and wildcards all are such sets, and whether a rule can match what a function may write is whether two of them have a
/// string in common.
/// </summary>
public sealed class Glob
{
    // Outside of Unicode's characters, so that a text can hold any of those.
    private const int AnyText = -1;
    private const int AnyCharacter = -2;

    private readonly int[] _parts;

    private Glob(IEnumerable<int> parts)
    {
        var kept = new List<int>();
        foreach (var part in parts)
        {
            if (part != AnyText || kept.Count == 0 || kept[^1] != AnyText)
            {
                kept.Add(part);
            }
        }

        _parts = [.. kept];
    }

    /// <summary>Every string.</summary>
    public static Glob Any { get; } = new([AnyText]);

    /// <summary>It holds every string, whatever it is.</summary>
    public bool IsAny => _parts is [AnyText];

    /// <summary>IAM's: <c>*</c> stands for any text, <c>?</c> for one character.</summary>
    public static Glob Of(string text) => new(Checked(text).Select(c => c switch { '*' => AnyText, '?' => AnyCharacter, _ => c }));

    /// <summary>This text alone.</summary>
    public static Glob Literal(string text) => new(Checked(text).Select(c => (int)c));

    /// <summary>EventBridge's: <c>*</c> stands for any text, <c>\*</c> and <c>\\</c> for themselves.</summary>
    public static Glob OfWildcard(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new List<int>();
        for (var i = 0; i < text.Length; i++)
        {
            parts.Add(text[i] switch
            {
                '\\' when i + 1 < text.Length => text[++i],
                '*' => AnyText,
                var c => c,
            });
        }

        return new(parts);
    }

    /// <summary>What begins with this text.</summary>
    public static Glob Prefix(string text) => new(Checked(text).Select(c => (int)c).Append(AnyText));

    /// <summary>What ends with this text.</summary>
    public static Glob Suffix(string text) => new(Checked(text).Select(c => (int)c).Prepend(AnyText));

    /// <summary>The same with upper case for lower case, to compare without regard to it.</summary>
    public Glob Folded() => new(_parts.Select(part => part < 0 ? part : char.ToUpperInvariant((char)part)));

    /// <summary>Whether a text is in the set.</summary>
    public bool Matches(string text) => Covers(Literal(text));

    /// <summary>Whether both sets have a text in common.</summary>
    public bool Meets(Glob other) => Walk(other, static (mine, its) => mine == its || mine == AnyCharacter || its == AnyCharacter, theirsMayBeEmpty: true);

    /// <summary>Whether every text of the other set is in this one; a set with <c>?</c> may be said not to be when it is.</summary>
    public bool Covers(Glob other) => Walk(other, static (mine, its) => mine == its || (mine == AnyCharacter && its != AnyText), theirsMayBeEmpty: false);

    /// <param name="other">The other set.</param>
    /// <param name="fits">Whether two single parts fit.</param>
    /// <param name="theirsMayBeEmpty">Any text of the other set may be taken for some text, rather than stand for all of them.</param>
    private bool Walk(Glob other, Func<int, int, bool> fits, bool theirsMayBeEmpty)
    {
        ArgumentNullException.ThrowIfNull(other);
        var theirs = other._parts;

        // At [j], whether this set's rest from the part looked at fits the other's rest from j.
        var next = new bool[theirs.Length + 1];
        next[^1] = true;
        for (var j = theirs.Length - 1; j >= 0; j--)
        {
            next[j] = theirsMayBeEmpty && theirs[j] == AnyText && next[j + 1];
        }

        for (var i = _parts.Length - 1; i >= 0; i--)
        {
            var row = new bool[theirs.Length + 1];
            row[^1] = _parts[i] == AnyText && next[^1];
            for (var j = theirs.Length - 1; j >= 0; j--)
            {
                row[j] = _parts[i] == AnyText
                    ? next[j] || row[j + 1]
                    : theirs[j] == AnyText
                        ? theirsMayBeEmpty && (row[j + 1] || next[j])
                        : fits(_parts[i], theirs[j]) && next[j + 1];
            }

            next = row;
        }

        return next[0];
    }

    private static string Checked(string text) => text ?? throw new ArgumentNullException(nameof(text));
}

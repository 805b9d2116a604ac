using System.Collections.Concurrent;
using System.Text;

namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>Texts that members are compared with.</summary>
internal static class TextConstant
{
    private static readonly ConcurrentDictionary<Rune, bool> FoldsAlike = new();

    /// <exception cref="PatternNotSupportedException">It isn't valid Unicode, which JSON can't carry.</exception>
    public static string Read(object constant, string part)
    {
        var text = constant.ToString() ?? "";
        return text.EnumerateRunes().Contains(Rune.ReplacementChar) && !text.Contains(Rune.ReplacementChar.ToString(), StringComparison.Ordinal)
            ? throw new PatternNotSupportedException(part, "half of a surrogate pair is no character.", "Compare with a text that is valid Unicode.")
            : text;
    }

    /// <summary>A text to compare ignoring case.</summary>
    /// <exception cref="PatternNotSupportedException">C# and EventBridge differ about another case of one of its letters.</exception>
    public static string ReadIgnoringCase(object constant, string part)
    {
        var text = Read(constant, part);
        foreach (var rune in text.EnumerateRunes().Where(rune => !rune.IsAscii && !FoldsAlike.GetOrAdd(rune, IsFoldedAlike)))
        {
            throw new PatternNotSupportedException(part, $"C# and EventBridge differ about the cases of '{rune}'.", "Compare it as it is written: StringComparison.Ordinal.");
        }

        return text;
    }

    /// <summary>
    /// Whether the characters that C# finds equal are the one that is written, its lower case and its upper case: those are what
    /// EventBridge finds equal. Of K, the Kelvin sign is another.
    /// </summary>
    private static bool IsFoldedAlike(Rune written)
    {
        var text = written.ToString();
        return Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => new Rune(value)).All(rune =>
            (rune == written || rune == Rune.ToLowerInvariant(written) || rune == Rune.ToUpperInvariant(written))
            == rune.ToString().Equals(text, StringComparison.OrdinalIgnoreCase));
    }
}

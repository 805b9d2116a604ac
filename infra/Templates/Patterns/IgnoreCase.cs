using System.Text;

namespace SensorWatch.Templates.Patterns;

/// <summary>
/// Text compared without regard to case, character by character: each may be as written, or in its lower or upper case. A letter
/// whose other case is two letters (ß) has none.
/// </summary>
internal sealed class IgnoreCase
{
    private readonly Rune[] _text;

    public IgnoreCase(string text) => _text = [.. text.EnumerateRunes()];

    public bool Equals(string value) => value.EnumerateRunes().Count() == _text.Length && StartsWith(value);

    public bool StartsWith(string value)
    {
        var position = 0;
        foreach (var rune in value.EnumerateRunes())
        {
            if (position == _text.Length)
            {
                break;
            }

            if (!IsSame(rune, _text[position++]))
            {
                return false;
            }
        }

        return position == _text.Length;
    }

    public bool EndsWith(string value)
    {
        Rune[] runes = [.. value.EnumerateRunes()];
        return runes.Length >= _text.Length && runes[^_text.Length..].Zip(_text).All(pair => IsSame(pair.First, pair.Second));
    }

    private static bool IsSame(Rune value, Rune written) =>
        value == written || value == Rune.ToLowerInvariant(written) || value == Rune.ToUpperInvariant(written);
}

using System.Text;

namespace SensorWatch.Templates.Patterns;

/// <summary>Text with <c>*</c> for any characters or none; <c>\*</c> and <c>\\</c> stand for themselves.</summary>
internal sealed class Wildcard
{
    /// <summary>The texts between the stars.</summary>
    private readonly IReadOnlyList<string> _parts;

    private Wildcard(IReadOnlyList<string> parts) => _parts = parts;

    /// <param name="text">The wildcard.</param>
    /// <param name="at">Where it stands.</param>
    /// <exception cref="EventPatternException">Two stars in a row, or another escape.</exception>
    public static Wildcard Parse(string text, string at)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when i + 1 < text.Length && text[i + 1] is '*' or '\\':
                    part.Append(text[++i]);
                    break;
                case '\\':
                    throw new EventPatternException($"Invalid escape character at pos {Position(text, i)}", at);
                case '*' when i + 1 < text.Length && text[i + 1] == '*':
                    throw new EventPatternException($"Consecutive wildcard characters at pos {Position(text, i)}", at);
                case '*':
                    parts.Add(part.ToString());
                    part.Clear();
                    break;
                default:
                    part.Append(text[i]);
                    break;
            }
        }

        return new([.. parts, part.ToString()]);
    }

    /// <summary>What every text that matches begins with; may be empty.</summary>
    public string Start => _parts[0];

    /// <summary>What every text that matches ends with; may be empty.</summary>
    public string End => _parts[^1];

    public bool Matches(string value)
    {
        if (_parts.Count == 1)
        {
            return value == _parts[0];
        }

        var (first, last) = (_parts[0], _parts[^1]);
        if (value.Length < first.Length + last.Length
            || !value.StartsWith(first, StringComparison.Ordinal)
            || !value.EndsWith(last, StringComparison.Ordinal))
        {
            return false;
        }

        // The leftmost place of each part in between leaves the most room for those after it.
        var rest = value.AsSpan(first.Length, value.Length - first.Length - last.Length);
        for (var i = 1; i < _parts.Count - 1; i++)
        {
            var found = rest.IndexOf(_parts[i], StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            rest = rest[(found + _parts[i].Length)..];
        }

        return true;
    }

    /// <summary>AWS counts bytes of the text with the quotation mark before it.</summary>
    private static int Position(string text, int index) => Encoding.UTF8.GetByteCount(text.AsSpan(0, index)) + 1;
}

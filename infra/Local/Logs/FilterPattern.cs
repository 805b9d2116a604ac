using System.Text;
using System.Text.Json;

namespace SensorWatch.Local.Logs;

/// <summary>
/// CloudWatch Logs' filter patterns: terms (<c>ERROR "a phrase" ?one ?another -without</c>) and JSON patterns
/// (<c>{ $.level = "Error" }</c>). Space-delimited patterns and regular expressions are not supported here.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
/// </summary>
internal static class FilterPattern
{
    /// <summary>Makes the test of a message.</summary>
    /// <exception cref="FormatException">The pattern is invalid or not supported; the message says which.</exception>
    public static Func<string, bool> Compile(string pattern) => pattern.AsSpan().Trim() switch
    {
        [] => _ => true,
        ['{', ..] => Json(JsonPatternParser.Parse(pattern)),
        ['[', ..] => throw new FormatException("space-delimited filter patterns ([a, b, …]) are not supported here; terms and JSON patterns are."),
        _ => Terms(pattern),
    };

    private static Func<string, bool> Json(Func<JsonElement, bool> matches) => message =>
    {
        if (message.AsSpan().TrimStart() is not ['{', ..])
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(message);
            return matches(document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    };

    private static Func<string, bool> Terms(string pattern)
    {
        var terms = Read(pattern);
        string[] all = [.. terms.Where(term => term.Kind == ' ').Select(term => term.Text)];
        string[] any = [.. terms.Where(term => term.Kind == '?').Select(term => term.Text)];
        string[] none = [.. terms.Where(term => term.Kind == '-').Select(term => term.Text)];

        // Beside terms that must be there or must not, CloudWatch Logs ignores optional ones.
        var optional = all.Length + none.Length == 0;
        return message => all.All(term => Contains(message, term))
            && !none.Any(term => Contains(message, term))
            && (!optional || any.Any(term => Contains(message, term)));

        static bool Contains(string message, string term) => message.Contains(term, StringComparison.Ordinal);
    }

    private static List<(char Kind, string Text)> Read(string pattern)
    {
        var terms = new List<(char, string)>();
        var position = 0;
        while (true)
        {
            while (position < pattern.Length && char.IsWhiteSpace(pattern[position]))
            {
                position++;
            }

            if (position == pattern.Length)
            {
                return terms;
            }

            var kind = pattern[position] is '?' or '-' ? pattern[position++] : ' ';
            var text = position < pattern.Length && pattern[position] == '"' ? Quoted(pattern, ref position) : Word(pattern, ref position);
            terms.Add(text.Length > 0 ? (kind, text) : throw new FormatException($"a term is missing at character {position + 1}."));
        }
    }

    private static string Word(string pattern, ref int position)
    {
        var start = position;
        while (position < pattern.Length && !char.IsWhiteSpace(pattern[position]))
        {
            position++;
        }

        var word = pattern[start..position];
        if (word is ['%', .., '%'])
        {
            throw new FormatException($"regular expressions ({word}) are not supported here.");
        }

        return word.All(c => char.IsLetterOrDigit(c) || c == '_')
            ? word
            : throw new FormatException($"the term {word} has other characters than letters, digits and underscores: put it in double quotes.");
    }

    /// <summary>Text in double quotes, with <c>\"</c> and <c>\\</c>.</summary>
    internal static string Quoted(string pattern, ref int position)
    {
        var start = position++;
        var text = new StringBuilder();
        while (position < pattern.Length)
        {
            var c = pattern[position++];
            switch (c)
            {
                case '"':
                    return text.ToString();
                case '\\' when position < pattern.Length:
                    text.Append(pattern[position++]);
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        throw new FormatException($"the quote at character {start + 1} is not closed.");
    }
}

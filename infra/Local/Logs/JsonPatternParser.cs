using System.Globalization;
using System.Text.Json;

namespace SensorWatch.Local.Logs;

/// <summary>
/// Parses <c>{ ($.level = "Error" || $.code &gt;= 500) &amp;&amp; $.user NOT EXISTS }</c>.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-json-log-events.html
/// </summary>
internal sealed class JsonPatternParser
{
    private const int MaximumDepth = 50;

    /// <summary>The longer ones first.</summary>
    private static readonly string[] Operators = ["!=", ">=", "<=", "=", ">", "<"];

    private readonly string _text;
    private int _position;
    private int _depth;

    private JsonPatternParser(string text) => _text = text;

    /// <exception cref="FormatException">The pattern is invalid or not supported.</exception>
    public static Func<JsonElement, bool> Parse(string pattern)
    {
        var parser = new JsonPatternParser(pattern);
        parser.Expect("{");
        var condition = parser.Either();
        parser.Expect("}");
        return parser.Peek() == '\0' ? condition : throw parser.Wrong("the end");
    }

    private Func<JsonElement, bool> Either()
    {
        var left = Both();
        while (Take("||"))
        {
            var (one, other) = (left, Both());
            left = root => one(root) || other(root);
        }

        return left;
    }

    private Func<JsonElement, bool> Both()
    {
        var left = Condition();
        while (Take("&&"))
        {
            var (one, other) = (left, Condition());
            left = root => one(root) && other(root);
        }

        return left;
    }

    private Func<JsonElement, bool> Condition()
    {
        if (Take("("))
        {
            if (++_depth > MaximumDepth)
            {
                throw new FormatException($"parentheses are nested more than {MaximumDepth} deep.");
            }

            var inner = Either();
            Expect(")");
            _depth--;
            return inner;
        }

        var selector = JsonSelector.Parse(_text, ref Seek());
        if (TakeWord("NOT"))
        {
            return TakeWord("EXISTS") ? root => selector.Find(root) is null : throw Wrong("EXISTS");
        }

        if (TakeWord("EXISTS"))
        {
            return root => selector.Find(root) is not null;
        }

        return TakeWord("IS") ? Is(selector) : Compare(selector);
    }

    private Func<JsonElement, bool> Is(JsonSelector selector)
    {
        var kind = TakeWord("TRUE") ? JsonValueKind.True
            : TakeWord("FALSE") ? JsonValueKind.False
            : TakeWord("NULL") ? JsonValueKind.Null
            : throw Wrong("TRUE, FALSE or NULL");
        return root => selector.Find(root) is { } value && value.ValueKind == kind;
    }

    private Func<JsonElement, bool> Compare(JsonSelector selector)
    {
        var operation = Operators.FirstOrDefault(Take) ?? throw Wrong("an operator: =, !=, <, <=, >, >=, IS, EXISTS or NOT EXISTS");
        var (text, quoted) = Value();
        if (!quoted && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return root => selector.Find(root) is { ValueKind: JsonValueKind.Number } value && CompareNumbers(value.GetDouble(), operation, number);
        }

        if (operation is not ("=" or "!="))
        {
            throw new FormatException($"{operation} compares numbers, and '{text}' is none.");
        }

        var pieces = text.Split('*');
        return root => selector.Find(root) is { } value && AsText(value) is { } actual && IsLike(actual, pieces) == (operation == "=");
    }

    /// <summary>In a text, <c>*</c> stands for any characters.</summary>
    /// <param name="actual">The value.</param>
    /// <param name="pieces">What stands between the stars.</param>
    private static bool IsLike(string actual, string[] pieces)
    {
        if (pieces is [var whole])
        {
            return actual == whole;
        }

        if (!actual.StartsWith(pieces[0], StringComparison.Ordinal))
        {
            return false;
        }

        var position = pieces[0].Length;
        foreach (var piece in pieces[1..^1])
        {
            var found = actual.IndexOf(piece, position, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            position = found + piece.Length;
        }

        return actual.Length - position >= pieces[^1].Length && actual.EndsWith(pieces[^1], StringComparison.Ordinal);
    }

    private static bool CompareNumbers(double actual, string operation, double expected) => operation switch
    {
        "=" => actual.Equals(expected),
        "!=" => !actual.Equals(expected),
        ">" => actual > expected,
        ">=" => actual >= expected,
        "<" => actual < expected,
        _ => actual <= expected,
    };

    private static string? AsText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private (string Text, bool Quoted) Value()
    {
        if (Peek() == '"')
        {
            return (FilterPattern.Quoted(_text, ref _position), true);
        }

        if (Peek() == '%')
        {
            throw new FormatException("regular expressions (%…%) are not supported here.");
        }

        var start = _position;
        while (_position < _text.Length && !char.IsWhiteSpace(_text[_position]) && _text[_position] is not (')' or '}' or '&' or '|'))
        {
            _position++;
        }

        return _position > start ? (_text[start.._position], false) : throw Wrong("a value");
    }

    private ref int Seek()
    {
        Peek();
        return ref _position;
    }

    private char Peek()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }

        return _position < _text.Length ? _text[_position] : '\0';
    }

    private bool Take(string token)
    {
        Peek();
        if (string.CompareOrdinal(_text, _position, token, 0, token.Length) != 0)
        {
            return false;
        }

        _position += token.Length;
        return true;
    }

    private bool TakeWord(string word)
    {
        Peek();
        var end = _position + word.Length;
        if (string.CompareOrdinal(_text, _position, word, 0, word.Length) != 0 || (end < _text.Length && char.IsLetterOrDigit(_text[end])))
        {
            return false;
        }

        _position = end;
        return true;
    }

    private void Expect(string token)
    {
        if (!Take(token))
        {
            throw Wrong($"'{token}'");
        }
    }

    private FormatException Wrong(string expected) => new($"{expected} is expected at character {_position + 1}.");
}

namespace SensorWatch.Local.Tables.Expressions;

/// <summary>Cuts an expression into tokens. It refuses nothing: what it doesn't know is for the parser to name.</summary>
internal static class Lexer
{
    private static readonly string[] LongSymbols = ["<>", "<=", ">="];

    /// <summary>The tokens, then one of kind <see cref="TokenKind.End"/>.</summary>
    public static List<Token> Tokenize(string expression)
    {
        var tokens = new List<Token>();
        var position = 0;
        while (position < expression.Length)
        {
            if (char.IsWhiteSpace(expression[position]))
            {
                position++;
                continue;
            }

            var token = Next(expression, position);
            tokens.Add(token);
            position = token.End;
        }

        tokens.Add(new(TokenKind.End, "<EOF>", expression.Length, expression.Length));
        return tokens;
    }

    private static Token Next(string expression, int start)
    {
        var (kind, end) = expression[start] switch
        {
            var c when char.IsAsciiLetter(c) => (TokenKind.Identifier, EndOfWord(expression, start + 1)),
            var c when char.IsAsciiDigit(c) => (TokenKind.Number, EndOfDigits(expression, start + 1)),
            '#' => (TokenKind.NamePlaceholder, EndOfWord(expression, start + 1)),
            ':' => (TokenKind.ValuePlaceholder, EndOfWord(expression, start + 1)),
            '(' or ')' or '[' or ']' or ',' or '.' or '+' or '-' or '=' => (TokenKind.Symbol, start + 1),
            '<' or '>' => (TokenKind.Symbol, start + (IsLongSymbol(expression, start) ? 2 : 1)),
            _ => (TokenKind.Unknown, start + 1),
        };

        var isBarePrefix = kind is TokenKind.NamePlaceholder or TokenKind.ValuePlaceholder && end == start + 1;
        return new(isBarePrefix ? TokenKind.Unknown : kind, expression[start..end], start, end);
    }

    private static bool IsLongSymbol(string expression, int start) =>
        Array.Exists(LongSymbols, symbol => string.CompareOrdinal(expression, start, symbol, 0, symbol.Length) == 0);

    private static int EndOfWord(string expression, int position)
    {
        while (position < expression.Length && (char.IsAsciiLetterOrDigit(expression[position]) || expression[position] == '_'))
        {
            position++;
        }

        return position;
    }

    private static int EndOfDigits(string expression, int position)
    {
        while (position < expression.Length && char.IsAsciiDigit(expression[position]))
        {
            position++;
        }

        return position;
    }
}

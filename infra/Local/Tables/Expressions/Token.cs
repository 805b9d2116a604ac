namespace SensorWatch.Local.Tables.Expressions;

internal enum TokenKind
{
    /// <summary>A letter, then letters, digits and underscores: attribute names, keywords, function names.</summary>
    Identifier,

    /// <summary><c>#name</c>.</summary>
    NamePlaceholder,

    /// <summary><c>:value</c>.</summary>
    ValuePlaceholder,

    /// <summary>Digits: only list indexes have them.</summary>
    Number,

    Symbol,

    /// <summary>A character that no expression has.</summary>
    Unknown,

    End,
}

/// <summary>A piece of an expression, from <paramref name="Start"/> up to <paramref name="End"/> in its text.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int End)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    /// <summary>Keywords have no case; function names do.</summary>
    public bool IsKeyword(string keyword) =>
        Kind == TokenKind.Identifier && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}

namespace SensorWatch.Local.Store;

/// <summary>Patterns for <c>LIKE … ESCAPE '!'</c>. https://www.sqlite.org/lang_expr.html#like</summary>
internal static class SqlPattern
{
    /// <summary>Matches what has the text in it, whatever characters it is made of.</summary>
    public static string Containing(string text) =>
        $"%{text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";
}

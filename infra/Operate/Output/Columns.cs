namespace SensorWatch.Operate.Output;

/// <summary>
/// Tables as plain text, the same on a terminal and in a file, so that <c>grep</c> and <c>awk</c> read what a person saw.
/// </summary>
internal static class Columns
{
    private const string Gap = "  ";

    /// <summary>Lines with the cells below each other.</summary>
    /// <param name="rows">The heads first.</param>
    public static IEnumerable<string> Align(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = Enumerable.Range(0, rows.Max(row => row.Count)).Select(column => rows.Max(row => column < row.Count ? row[column].Length : 0)).ToList();
        return rows.Select(row => string.Join(Gap, row.Select((cell, column) => IsNumber(cell) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
    }

    private static bool IsNumber(string cell) => cell.Length > 0 && cell.All(char.IsAsciiDigit);
}

namespace SensorWatch.Operate.Tracing;

/// <summary>
/// Filter patterns of CloudWatch Logs for words:
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
/// </summary>
internal static class FilterPatterns
{
    /// <summary>Characters of a pattern.</summary>
    private const int MaximumLength = 1024;

    /// <summary>Lines with any of the words: as many patterns as their lengths ask for.</summary>
    public static IReadOnlyList<string> Any(IEnumerable<string> words)
    {
        var patterns = new List<string>();
        foreach (var term in words.Distinct(StringComparer.Ordinal).Select(Quote))
        {
            if (patterns.Count > 0 && patterns[^1].Length + term.Length + 2 <= MaximumLength)
            {
                patterns[^1] += " ?" + term;
            }
            else
            {
                patterns.Add("?" + term);
            }
        }

        return patterns;
    }

    private static string Quote(string word) =>
        $"\"{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}

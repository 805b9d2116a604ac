namespace SensorWatch.Templates.Rules;

/// <summary>What somebody may have meant who wrote another word.</summary>
internal static class Suggestion
{
    /// <summary>
    /// The candidate with the fewest typing mistakes between, ignoring case; null when none is so near that the word is most
    /// likely a misspelt one.
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> candidates) => Within(Math.Clamp(word.Length / 4, 1, 3), word, candidates);

    /// <summary><c> Did you mean 'WORD'?</c> for the nearest of the words that there are, or nothing.</summary>
    public static string Question(string word, IEnumerable<string> candidates) => Meant(word, candidates) is { } near ? $" Did you mean '{near}'?" : "";

    /// <summary><c>Did you mean 'WORD'?</c> for the nearest of the words that there are, else all of them, if they are few.</summary>
    public static string For(string word, IEnumerable<string> candidates)
    {
        List<string> known = [.. candidates.Distinct().Order(StringComparer.Ordinal)];
        return Meant(word, known) switch
        {
            { } near => $"Did you mean '{near}'?",
            null when known.Count is > 0 and <= 20 => $"Known: {string.Join(", ", known)}.",
            _ => "",
        };
    }

    /// <summary>That the word is wrong is certain, so that a wilder guess is a help.</summary>
    private static string? Meant(string word, IEnumerable<string> candidates) =>
        Within(word.Length < 5 ? 1 : Math.Max(2, word.Length / 4), word, candidates);

    private static string? Within(int limit, string word, IEnumerable<string> candidates) => candidates
        .Where(candidate => candidate != word && Math.Abs(candidate.Length - word.Length) <= limit)
        .Select(candidate => (Candidate: candidate, Distance: Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
        .Where(pair => pair.Distance <= limit && pair.Distance < pair.Candidate.Length)
        .OrderBy(pair => pair.Distance)
        .ThenBy(pair => pair.Candidate, StringComparer.Ordinal)
        .Select(pair => pair.Candidate)
        .FirstOrDefault();

    /// <summary>Insertions, deletions, replacements and swaps of neighbours between two words.</summary>
    private static int Distance(string left, string right)
    {
        var distances = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                distances[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(
                        Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1,
                        distances[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)),
                };
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
                }
            }
        }

        return distances[left.Length, right.Length];
    }
}

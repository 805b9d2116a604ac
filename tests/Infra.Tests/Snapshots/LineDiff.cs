using System.Text;

namespace SensorWatch.Infra.Tests.Snapshots;

/// <summary>What differs between two texts, line by line, with a little of what stands around it.</summary>
internal static class LineDiff
{
    private const int Context = 3;

    /// <summary>Lines marked <c>-</c> are in the first text only, those marked <c>+</c> in the second only.</summary>
    public static string Between(string before, string after)
    {
        var lines = Compare(before.Split('\n'), after.Split('\n'));
        var text = new StringBuilder();
        var skipping = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var isNearChange = lines.Skip(i - Context).Take((2 * Context) + 1 + Math.Min(0, i - Context)).Any(line => line[0] != ' ');
            if (isNearChange)
            {
                text.Append(lines[i]).Append('\n');
            }
            else if (!skipping)
            {
                text.Append("  ...\n");
            }

            skipping = !isNearChange;
        }

        return text.ToString();
    }

    /// <summary>All lines of both texts, each after its mark, along a longest common subsequence.</summary>
    private static List<string> Compare(string[] before, string[] after)
    {
        var common = CommonLengths(before, after);
        var lines = new List<string>();
        var (i, j) = (0, 0);
        while (i < before.Length || j < after.Length)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                lines.Add("  " + before[i]);
                (i, j) = (i + 1, j + 1);
            }
            else if (j == after.Length || (i < before.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add("- " + before[i++]);
            }
            else
            {
                lines.Add("+ " + after[j++]);
            }
        }

        return lines;
    }

    /// <summary>At [i, j], how many lines the rests from i and from j have in common.</summary>
    private static int[,] CommonLengths(string[] before, string[] after)
    {
        var lengths = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = before[i] == after[j]
                    ? lengths[i + 1, j + 1] + 1
                    : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        return lengths;
    }
}

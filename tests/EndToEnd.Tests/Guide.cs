using System.Text.RegularExpressions;

namespace SensorWatch.EndToEnd.Tests;

/// <summary>
/// The example of <c>functions/README.md</c>: fenced blocks whose first line says which file they are, or where in a file
/// they go (<c>```csharp file=… insert-after="…"</c>).
/// </summary>
/// <param name="Blocks">In their order.</param>
/// <param name="Counts">By the section's title: what the guide's table says of it.</param>
internal sealed partial record Guide(IReadOnlyList<GuideBlock> Blocks, IReadOnlyDictionary<string, GuideCount> Counts)
{
    public const string File = "functions/README.md";

    /// <summary>Reads the guide.</summary>
    /// <exception cref="InvalidDataException">A block has no end, or says something else than where it goes.</exception>
    public static Guide Parse(string text)
    {
        var blocks = new List<GuideBlock>();
        var counts = new Dictionary<string, GuideCount>();
        var section = "";
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("## ", StringComparison.Ordinal))
            {
                section = lines[i]["## ".Length..];
            }
            else if (CountRow().Match(lines[i]) is { Success: true } row)
            {
                counts[$"Adding {row.Groups["what"]}"] = new(Number(row, "files"), Number(row, "length"), Number(row, "lines"), Number(row, "places"));
            }
            else if (lines[i].TrimStart().StartsWith("```csharp", StringComparison.Ordinal))
            {
                var end = Array.FindIndex(lines, i + 1, line => line.TrimStart() == "```");
                blocks.Add(ReadBlock(section, lines[i], end < 0 ? throw new InvalidDataException($"{File}: no end of '{lines[i]}'.") : lines[(i + 1)..end]));
                i = end;
            }
        }

        return new(blocks, counts);
    }

    /// <summary>What the blocks of a section really are.</summary>
    public GuideCount Count(string section)
    {
        var whole = Blocks.Where(block => block.Section == section && block.Anchor is null).ToList();
        var inserted = Blocks.Where(block => block.Section == section && block.Anchor is not null).ToList();
        return new(
            whole.Count,
            whole.Sum(block => block.Lines.Count),
            inserted.Sum(block => block.Lines.Count),
            inserted.Select(block => block.File).Distinct().Count());
    }

    private static GuideBlock ReadBlock(string section, string fence, IReadOnlyList<string> lines)
    {
        var info = Fence().Match(fence);
        if (!info.Success)
        {
            throw new InvalidDataException($"{File}: expected 'csharp file=…' and at most one insert-after=\"…\" or insert-before=\"…\"; got '{fence}'.");
        }

        // A block of a list's item is indented like the item's text.
        var indent = info.Groups["indent"].Length;
        return new(
            section,
            info.Groups["file"].Value,
            info.Groups["anchor"].Success ? info.Groups["anchor"].Value : null,
            info.Groups["where"].Value == "before",
            [.. lines.Select(line => line.Length > indent ? line[indent..] : "")]);
    }

    private static int Number(Match match, string name) => int.Parse(match.Groups[name].Value);

    [GeneratedRegex(
        """^(?<indent> *)```csharp file=(?<file>\S+)( insert-(?<where>after|before)="(?<anchor>.+)")?$""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Fence();

    [GeneratedRegex(
        @"^\| (?<what>an? \w+) \| (?<files>\d+) files? of (?<length>\d+) lines? \| (?<lines>\d+) lines? in (?<places>\d+) files? \|$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex CountRow();
}

/// <summary>What an addition takes.</summary>
/// <param name="NewFiles">Files that are new.</param>
/// <param name="NewFileLines">Lines of those.</param>
/// <param name="InsertedLines">Lines that go into files that exist.</param>
/// <param name="ChangedFiles">How many files those are.</param>
internal sealed record GuideCount(int NewFiles, int NewFileLines, int InsertedLines, int ChangedFiles);

/// <summary>One block of the guide.</summary>
/// <param name="Section">Title of the section that it stands in.</param>
/// <param name="File">Path in the repository.</param>
/// <param name="Anchor">The line, without its indentation, that it goes next to; null for a whole new file.</param>
/// <param name="Before">Whether it goes before that line, and not after it.</param>
/// <param name="Lines">The text.</param>
internal sealed record GuideBlock(string Section, string File, string? Anchor, bool Before, IReadOnlyList<string> Lines)
{
    /// <summary>Does in a copy of the repository what the block says.</summary>
    /// <exception cref="InvalidDataException">The file is there already, or its line isn't, or more than once.</exception>
    public void ApplyTo(string folder)
    {
        var path = Path.Combine(folder, File);
        if (Anchor is null)
        {
            if (System.IO.File.Exists(path))
            {
                throw new InvalidDataException($"{Guide.File} adds {File}, which exists.");
            }

            System.IO.File.WriteAllLines(path, Lines);
            return;
        }

        var lines = System.IO.File.ReadAllLines(path).ToList();
        var places = Enumerable.Range(0, lines.Count).Where(i => lines[i].Trim() == Anchor).ToList();
        if (places.Count != 1)
        {
            throw new InvalidDataException($"{Guide.File} expects the line '{Anchor}' once in {File}; it is there {places.Count} times.");
        }

        lines.InsertRange(places[0] + (Before ? 0 : 1), Lines);
        System.IO.File.WriteAllLines(path, lines);
    }
}

using SensorWatch.Infra.Tests.Synthesis;

namespace SensorWatch.Infra.Tests.Snapshots;

/// <summary>
/// The templates and their summaries as they were last accepted, in <c>tests/Infra.Tests/Snapshots</c>. To accept what they are now:
/// <c>UPDATE_SNAPSHOTS=1 dotnet test tests/Infra.Tests</c>, then read the difference in git.
/// </summary>
internal static class Snapshot
{
    public const string UpdateVariable = "UPDATE_SNAPSHOTS";

    private static string Folder => Path.Combine(RepositoryFolder.Tests, "Snapshots");

    /// <summary>Names of the snapshots kept: <c>Dev/State.json</c>.</summary>
    public static IEnumerable<string> Kept =>
        Directory.EnumerateDirectories(Folder)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    /// <summary>Fails with the difference when the template is another than its snapshot, or there is none.</summary>
    public static void ShouldMatch(StackTemplate stack) => ShouldMatch($"{stack.Id}.json", $"The template of {stack.Id}", TemplateText.Of(stack));

    /// <summary>Fails with the difference when the text is another than the snapshot, or there is none.</summary>
    /// <param name="name">The snapshot's file, below the folder of all.</param>
    /// <param name="what">What the text is, for the message.</param>
    /// <param name="actual">The text, its lines ended by LF.</param>
    public static void ShouldMatch(string name, string what, string actual)
    {
        var file = Path.Combine(Folder, name);
        Accept(what, file, File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "", actual);
    }

    /// <summary>The same for a part of a file that people write: what stands between the lines <c>&lt;!-- NAME --&gt;</c> and <c>&lt;!-- /NAME --&gt;</c>.</summary>
    public static void ShouldHavePart(string file, string name, string part)
    {
        var (begin, end) = ($"<!-- {name} -->\n", $"<!-- /{name} -->");
        var text = File.ReadAllText(file).ReplaceLineEndings("\n");
        var from = text.IndexOf(begin, StringComparison.Ordinal);
        var to = text.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
        {
            Assert.Fail($"{Path.GetFileName(file)} should have the lines {begin.Trim()} and {end}, with what is generated between them.");
        }

        Accept($"{Path.GetFileName(file)}, where it is generated,", file, text, text[..(from + begin.Length)] + part + text[to..]);
    }

    private static void Accept(string what, string file, string expected, string actual)
    {
        if (Environment.GetEnvironmentVariable(UpdateVariable) is { Length: > 0 })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
            return;
        }

        if (actual != expected)
        {
            Assert.Fail(
                $"{what} is not as it was accepted (- accepted, + now). If that is intended, run "
                + $"`{UpdateVariable}=1 dotnet test tests/Infra.Tests` and commit what it writes.\n\n{LineDiff.Between(expected, actual)}");
        }
    }
}

using SensorWatch.Local.Hosting;

namespace SensorWatch.Local.Tests.Documentation;

/// <summary>
/// What of <c>infra/Local/README.md</c> is made from the code: it stands between the lines <c>&lt;!-- NAME --&gt;</c> and
/// <c>&lt;!-- /NAME --&gt;</c>. To write it anew: <c>UPDATE_SNAPSHOTS=1 dotnet test tests/Local.Tests</c>.
/// </summary>
internal static class ReadmePart
{
    private const string UpdateVariable = "UPDATE_SNAPSHOTS";

    /// <summary>The project that the tests were built in.</summary>
    public static string Root { get; } = ProjectLayout.Find(AppContext.BaseDirectory, AppContext.BaseDirectory).Root;

    private static string Readme { get; } = Path.Combine(Root, "infra", "Local", "README.md");

    /// <summary>Fails when the part is another one, or writes it.</summary>
    /// <param name="name">The part's.</param>
    /// <param name="lines">Markdown.</param>
    public static void ShouldBe(string name, IEnumerable<string> lines)
    {
        var text = File.ReadAllText(Readme).ReplaceLineEndings("\n");
        var from = text.IndexOf($"<!-- {name} -->\n", StringComparison.Ordinal) + $"<!-- {name} -->\n".Length;
        var to = text.IndexOf($"<!-- /{name} -->", StringComparison.Ordinal);
        to.ShouldBeGreaterThanOrEqualTo(from, $"{Readme} should have the lines <!-- {name} --> and <!-- /{name} -->.");
        var part = string.Concat(lines.Select(line => line + "\n"));
        if (Environment.GetEnvironmentVariable(UpdateVariable) is { Length: > 0 })
        {
            File.WriteAllText(Readme, text[..from] + part + text[to..]);
            return;
        }

        text[from..to].ShouldBe(part, $"{Readme} tells of other code: run {UpdateVariable}=1 dotnet test tests/Local.Tests, and commit what it writes.");
    }
}

using SensorWatch.Infra.Tests.Synthesis;

namespace SensorWatch.Infra.Tests.Snapshots;

/// <summary>
/// The templates as they were last accepted, in <c>tests/Infra.Tests/Snapshots</c>. To accept what they are now:
/// <c>UPDATE_SNAPSHOTS=1 dotnet test tests/Infra.Tests</c>, then read the difference in git.
/// </summary>
internal static class Snapshot
{
    public const string UpdateVariable = "UPDATE_SNAPSHOTS";

    private static string Folder => Path.Combine(RepositoryFolder.Tests, "Snapshots");

    /// <summary>Names of the snapshots kept: <c>Dev/State</c>.</summary>
    public static IEnumerable<string> Kept =>
        Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories)
            .Select(file => Path.ChangeExtension(Path.GetRelativePath(Folder, file), null).Replace('\\', '/'))
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
        if (Environment.GetEnvironmentVariable(UpdateVariable) is { Length: > 0 })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
            return;
        }

        var expected = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (actual != expected)
        {
            Assert.Fail(
                $"{what} is not its snapshot (- snapshot, + now). If that is intended, run "
                + $"`{UpdateVariable}=1 dotnet test tests/Infra.Tests` and commit what it writes.\n\n{LineDiff.Between(expected, actual)}");
        }
    }
}

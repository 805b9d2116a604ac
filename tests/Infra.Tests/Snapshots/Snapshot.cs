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

    /// <summary>Fails with the difference when the text is another than the snapshot, or there is none.</summary>
    public static void ShouldMatch(StackTemplate stack)
    {
        var actual = TemplateText.Of(stack);
        var file = Path.Combine(Folder, $"{stack.Id}.json");
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
                $"The template of {stack.Id} is not its snapshot (- snapshot, + now). If that is intended, run "
                + $"`{UpdateVariable}=1 dotnet test tests/Infra.Tests` and commit what it writes.\n\n{LineDiff.Between(expected, actual)}");
        }
    }
}

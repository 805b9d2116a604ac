using System.Text;
using SensorWatch.Infra.Tests.Snapshots;
using SensorWatch.Infra.Tests.Synthesis;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Rules;

namespace SensorWatch.Infra.Tests.Foreign;

/// <summary>
/// What <c>verify</c> says of assemblies that somebody else wrote: their real problems, and no others. Each list of findings was
/// judged line by line; a rule that adds to one must be right about it. To accept them: <c>UPDATE_SNAPSHOTS=1 dotnet test
/// tests/Infra.Tests --filter Foreign</c>, then read the difference in git.
/// </summary>
[Collection(SynthesisTests.Name)]
public sealed class ForeignAssemblyTests
{
    private static readonly string Folder = Path.Combine(RepositoryFolder.Tests, "Foreign");

    /// <summary>The collection has jsii for itself, one test after another.</summary>
    public ForeignAssemblyTests(SynthesizedSystem system) => _ = system;

    [Fact]
    public void An_app_in_CSharp_has_its_own_problems_and_no_others()
    {
        using var output = new TemporaryFolder();
        ForeignApp.Synthesize(output.Path);

        ShouldHaveFindings(output.Path, "csharp.findings.txt");
    }

    [Fact]
    public void An_app_in_TypeScript_has_its_own_problems_and_no_others() =>
        ShouldHaveFindings(Path.Combine(Folder, "typescript"), "typescript.findings.txt");

    /// <summary>A line for each finding: path and rule.</summary>
    private static void ShouldHaveFindings(string assembly, string file)
    {
        var violations = DesignReview.Of(CloudAssembly.Load(assembly)).Violations;
        var text = new StringBuilder()
            .AppendJoin('\n', violations.Select(violation => $"{violation.Finding.Path}: {violation.Rule.Id}").Order(StringComparer.Ordinal))
            .Append('\n').ToString();
        var path = Path.Combine(Folder, file);
        if (Environment.GetEnvironmentVariable(Snapshot.UpdateVariable) is { Length: > 0 })
        {
            File.WriteAllText(path, text);
        }

        text.ShouldBe(File.ReadAllText(path).ReplaceLineEndings("\n"), string.Join('\n', violations));
    }
}

using System.Runtime.CompilerServices;
using System.Text;
using SensorWatch.Templates.Rules;

namespace SensorWatch.Templates.Tests.Rules;

/// <summary>
/// The table in <c>infra/Templates/Rules/README.md</c> is made of the rules. To write it anew:
/// <c>UPDATE_SNAPSHOTS=1 dotnet test tests/Templates.Tests --filter RuleTable</c>.
/// </summary>
public sealed class RuleTableTests
{
    private const string Begin = "<!-- rules -->\n";

    private const string End = "<!-- /rules -->";

    [Fact]
    public void The_table_of_rules_is_what_the_rules_are()
    {
        var file = ReadmePath();
        var text = File.ReadAllText(file).ReplaceLineEndings("\n");
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        end.ShouldBeGreaterThanOrEqualTo(begin, $"{file} has no place for the table: {Begin}{End}");
        var table = Table([.. DesignRules.All, DesignRules.Exceptions]);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") is { Length: > 0 })
        {
            File.WriteAllText(file, text[..begin] + table + text[end..]);
            return;
        }

        text[begin..end].ShouldBe(table, "The table of rules is stale. Run `UPDATE_SNAPSHOTS=1 dotnet test tests/Templates.Tests --filter RuleTable` and commit what it writes.");
    }

    [Fact]
    public void Each_rule_has_an_id_of_its_own_a_sentence_and_a_source_at_AWS()
    {
        DesignRules.All.Select(rule => rule.Id).ShouldBeUnique();
        DesignRules.All.ShouldAllBe(rule => rule.Id.Contains('/'));
        DesignRules.All.ShouldAllBe(rule => rule.Sentence.EndsWith('.') && rule.Mend.EndsWith('.'));
        DesignRules.All.ShouldAllBe(rule => rule.Source.StartsWith("https://docs.aws.amazon.com/", StringComparison.Ordinal));
    }

    private static string Table(IReadOnlyList<DesignRule> rules) => new StringBuilder("| rule | what must hold |\n| --- | --- |\n")
        .AppendJoin("", rules.Select(rule => $"| [`{rule.Id}`]({rule.Source}) | {rule.Sentence.Replace("|", @"\|", StringComparison.Ordinal)} |\n"))
        .ToString();

    private static string ReadmePath([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath("../../../infra/Templates/Rules/README.md", Path.GetDirectoryName(thisFile)!);
}

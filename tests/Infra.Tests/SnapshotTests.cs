using SensorWatch.Infra.Tests.Snapshots;
using SensorWatch.Infra.Tests.Synthesis;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Review;

namespace SensorWatch.Infra.Tests;

[Collection(SynthesisTests.Name)]
public sealed class SnapshotTests(SynthesizedSystem system)
{
    private static readonly string[] Ids =
    [
        "Dev/Monitoring", "Dev/Services", "Dev/State",
        "Prod/Monitoring", "Prod/Services", "Prod/State",
        "Staging/Monitoring", "Staging/Services", "Staging/State",
    ];

    private static readonly string[] Stages = ["Dev", "Prod", "Staging"];

    public static TheoryData<string> StackIds { get; } = new(Ids);

    public static TheoryData<string> StageIds { get; } = new(Stages);

    [Theory]
    [MemberData(nameof(StackIds))]
    public void A_template_is_as_it_was_accepted(string stackId) => Snapshot.ShouldMatch(system[stackId]);

    [Theory]
    [MemberData(nameof(StageIds))]
    public void A_summary_for_reviewers_stands_beside_the_templates(string stage) =>
        Snapshot.ShouldMatch($"{stage}/Summary.md", $"The summary of {stage}", DeploymentSummary.Render(stage, Deploy(stage)));

    [Fact]
    public void The_picture_in_the_README_is_drawn_from_the_templates() =>
        Snapshot.ShouldHavePart(
            Path.Combine(RepositoryFolder.Path, "README.md"),
            "flow",
            $"```mermaid\n{FlowMermaid.Render(FlowOverview.Of(FlowGraph.Of(Deploy("Dev"))))}```\n");

    [Fact]
    public void Every_stack_is_compared_and_every_snapshot_has_its_stack()
    {
        system.Stacks.Select(stack => stack.Id).ShouldBe(Ids);
        Snapshot.Kept.ShouldBe(Ids.Select(id => $"{id}.json").Concat(Stages.Select(id => $"{id}/Summary.md")).Append("Cost/prod.txt"), ignoreOrder: true);
    }

    [Fact]
    public void Nothing_in_a_template_tells_where_it_was_made()
    {
        foreach (var stack in system.Stacks)
        {
            var text = stack.Json.ToJsonString();
            text.ShouldNotContain(RepositoryFolder.Path);
            text.ShouldNotContain(Path.GetTempPath());
            ((string?)stack.Artifact["environment"]).ShouldBe("aws://unknown-account/unknown-region");
        }
    }

    [Fact]
    public void A_difference_shows_the_changed_lines_and_what_stands_around_them()
    {
        var before = string.Join('\n', Enumerable.Range(1, 20));

        var difference = LineDiff.Between(before, before.Replace("\n10\n", "\nten\n", StringComparison.Ordinal));

        difference.ShouldBe("  ...\n  7\n  8\n  9\n- 10\n+ ten\n  11\n  12\n  13\n  ...\n");
    }

    [Fact]
    public void A_difference_at_the_ends_is_shown_too() =>
        LineDiff.Between("1\n2\n3\n4\n5\n6\n7\n8\n9", "2\n3\n4\n5\n6\n7\n8\n9\n10")
            .ShouldBe("- 1\n  2\n  3\n  4\n  ...\n  7\n  8\n  9\n+ 10\n");

    private Deployment Deploy(string stage) =>
        Deployment.Resolve(CloudAssembly.Load(system.OutputDirectory).StacksIn(stage), new DeploymentSettings { Tolerant = true });
}

using System.Text.Json.Nodes;
using SensorWatch.Infra.Commands;
using SensorWatch.Infra.Tests.Synthesis;

namespace SensorWatch.Infra.Tests;

[Collection(SynthesisTests.Name)]
public sealed class GraphCommandTests(SynthesizedSystem system)
{
    [Fact]
    public void The_first_stage_is_printed_to_read()
    {
        var lines = Run().Split('\n');

        lines.ShouldContain("queue StoreReadings/Queue");
        lines.ShouldContain("  is consumed (batches of 50, 1 s window, concurrency 5) -> function StoreReadings");
        lines.ShouldContain("  writes (BatchWriteItem) -> table Readings");
    }

    [Fact]
    public void A_stage_can_be_named() => Run("--environment", "Prod").ShouldContain("bus sensorwatch-prod");

    [Fact]
    public void A_stage_that_is_not_there_is_one_line_that_tells_which_are()
    {
        var error = new StringWriter();

        InfraCommands.Run(["graph", system.OutputDirectory, "--environment", "Qa"], TextWriter.Null, error).ShouldBe(1);
        error.ToString().ShouldContain("Dev/State");
    }

    [Fact]
    public void Programs_get_nodes_and_edges_that_fit()
    {
        var graph = JsonNode.Parse(Run("--format", "json"))!;

        var ids = graph["nodes"]!.AsArray().Select(node => node!["id"]!.ToString()).ToList();
        ids.ShouldBeUnique();
        graph["edges"]!.AsArray().SelectMany(edge => new[] { edge!["from"]!.ToString(), edge["to"]!.ToString() }).Except(ids).ShouldBeEmpty();
        graph["edges"]!.AsArray().ShouldContain(edge => edge!["kind"]!.ToString() == "Publishes");
    }

    [Fact]
    public void An_overview_shows_what_takes_an_event_without_the_way_there() =>
        Run("--overview").ShouldContain("bus sensorwatch-dev\n  passes (ReadingsRecorded, SensorRegistered, LimitsChanged) -> function CheckLimits\n");

    [Fact]
    public void Mermaid_begins_as_a_flowchart() => Run("--format", "mermaid").ShouldStartWith("flowchart LR\n");

    private string Run(params IEnumerable<string> options)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        InfraCommands.Run(["graph", system.OutputDirectory, .. options], output, error).ShouldBe(0, error.ToString());
        return output.ToString();
    }
}

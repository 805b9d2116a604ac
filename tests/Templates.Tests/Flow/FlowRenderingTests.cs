using System.Text.RegularExpressions;
using SensorWatch.Templates.Flow;
using static SensorWatch.Templates.Tests.Flow.FlowStacks;

namespace SensorWatch.Templates.Tests.Flow;

public partial class FlowRenderingTests
{
    [Fact]
    public void Every_line_of_Mermaid_is_a_node_or_an_edge_between_nodes()
    {
        var lines = FlowMermaid.Render(Shop()).TrimEnd('\n').Split('\n');

        lines[0].ShouldBe("flowchart LR");
        var nodes = lines.Skip(1).Select(line => Node().Match(line)).Where(match => match.Success).Select(match => match.Groups["id"].Value).ToList();
        var edges = lines.Skip(1).Select(line => Edge().Match(line)).Where(match => match.Success).ToList();
        (nodes.Count + edges.Count + 1).ShouldBe(lines.Length);
        nodes.ShouldBeUnique();
        edges.SelectMany(edge => new[] { edge.Groups["from"].Value, edge.Groups["to"].Value }).Except(nodes).ShouldBeEmpty();
    }

    [Fact]
    public void What_means_something_to_Mermaid_is_written_as_a_code()
    {
        var graph = new FlowGraph([new("a", FlowNodeKind.Rule, "say \"#1\" <b>`x`"), new("b", FlowNodeKind.Queue, "end")], [new("a", "b", FlowEdgeKind.Delivers)]);

        FlowMermaid.Render(graph).ShouldBe(
            "flowchart LR\n  rule_say1bx(\"say #quot;#35;1#quot; #lt;b#gt;#96;x#96;\")\n  queue_end[/\"end\"/]\n  rule_say1bx --> queue_end\n");
    }

    [Fact]
    public void Nodes_of_the_same_name_have_ids_of_their_own()
    {
        var graph = new FlowGraph([new("1", FlowNodeKind.Queue, "a/b"), new("2", FlowNodeKind.Queue, "ab")], [new("1", "2", FlowEdgeKind.FailsTo)]);

        FlowMermaid.Render(graph).ShouldContain("queue_ab -.-> queue_ab_2");
    }

    [Fact]
    public void An_overview_has_an_arrow_from_the_bus_to_who_consumes()
    {
        var overview = FlowOverview.Of(Shop());

        overview.Nodes.Select(node => $"{node.Kind} {node.Name}").ShouldBe(
            ["Bus Main", "Function Place", "Function Store", "Function Tell", "Table Orders"], ignoreOrder: true);
        overview.Edges.Select(edge => $"{overview[edge.From].Name} {edge.Kind} {edge.Label} {overview[edge.To].Name}").ShouldBe(
        [
            "Main Matches Placed Store",
            "Place Publishes Placed Main",
            "Store Writes  Orders",
            "Orders Changes changes Tell",
            "Tell Publishes Stored Main",
        ], ignoreOrder: true);
    }

    [Fact]
    public void An_overview_of_functions_that_set_off_each_other_by_queues_ends() =>
        FlowOverview.Of(Graph(
        [
            Queue("One"), Queue("Two"), Consumes("M1", Arn("One"), "A"), Consumes("M2", Arn("Two"), "B"),
            .. Function("A", Allow("sqs:SendMessage", Arn("Two"))), .. Function("B", Allow("sqs:SendMessage", Arn("One"))),
        ])).Edges.Count.ShouldBe(4);

    [Fact]
    public void Alarms_are_a_number_in_the_text() =>
        FlowText.Render(Graph(Queue("Work"), Of("AWS::CloudWatch::Alarm", "Late", """
            {
              "Namespace": "AWS/SQS", "MetricName": "ApproximateAgeOfOldestMessage", "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold",
              "Dimensions": [{ "Name": "QueueName", "Value": { "Fn::GetAtt": ["Work", "QueueName"] } }]
            }
            """))).ShouldBe("queue Work\n  watched by 1 alarm\n1 alarm\n");

    private static FlowGraph Shop() => Graph(
    [
        Bus("Main"), Table("Orders"),
        .. Function("Place", Publish("Main", "shop", "Placed")),
        .. Consumer("Store", "Main", Pattern("shop", "Placed"), Allow("dynamodb:PutItem", Arn("Orders"))),
        Consumes("OrdersStream", StreamOf("Orders"), "Tell"), .. Function("Tell", Publish("Main", "shop", "Stored")),
    ]);

    [GeneratedRegex("""^  (?<id>[a-z]+_\w*)(\[\[|\{\{|\[\(|\[/|\[\\|>|\(\[|\()"[^"]*"(\]\]|\}\}|\)\]|/\]|\\\]|\]|\]\)|\))$""", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Node();

    [GeneratedRegex("""^  (?<from>\w+) (-->|-\.->|-- "[^"]*" -->|-\. "[^"]*" \.->) (?<to>\w+)$""", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Edge();
}

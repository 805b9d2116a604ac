using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Flow;

/// <summary>The graph as lines for a terminal: each node, and below it where it leads.</summary>
public static class FlowText
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All nodes that lead somewhere; alarms, which most nodes have, as their number alone.</summary>
    public static string Render(FlowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var text = new StringBuilder();
        foreach (var node in graph.Nodes.Where(node => node.Kind != FlowNodeKind.Alarm))
        {
            var edges = graph.From(node).ToList();
            if (edges.Count == 0)
            {
                continue;
            }

            text.Append(Title(node)).Append('\n');
            foreach (var edge in edges.Where(edge => edge.Kind != FlowEdgeKind.Watched))
            {
                text.Append($"  {Describe(edge)} -> {Title(graph[edge.To])}\n");
            }

            if (edges.Count(edge => edge.Kind == FlowEdgeKind.Watched) is > 0 and var watched)
            {
                text.Append($"  watched by {watched} {(watched == 1 ? "alarm" : "alarms")}\n");
            }
        }

        AppendAlarms(graph, text);
        return text.ToString();
    }

    /// <summary>Kind and name: <c>queue StoreReadings/Queue</c>.</summary>
    public static string Title(FlowNode node) => $"{KindName((node ?? throw new ArgumentNullException(nameof(node))).Kind)} {node.Name}";

    /// <summary>What an edge does, with all that it says: <c>publishes AlertOpened, AlertResolved</c>.</summary>
    public static string Describe(FlowEdge edge)
    {
        ArgumentNullException.ThrowIfNull(edge);
        List<string> facts = [];
        if (edge.Events.Count > 0)
        {
            facts.Add(string.Join(", ", edge.Events));
        }

        if (edge.Operations.Count > 0)
        {
            facts.Add($"({string.Join("; ", edge.Operations)})");
        }

        if (edge.Patterns.Count > 0)
        {
            facts.Add(string.Join(" or ", edge.Patterns.Select(Json)));
        }

        if (edge.Label is { } label)
        {
            facts.Add($"({label})");
        }

        if (edge.Causes is { } causes)
        {
            facts.Add($"to publish {string.Join(", ", causes)}");
        }

        return facts.Count == 0 ? Verb(edge.Kind) : $"{Verb(edge.Kind)} {string.Join(' ', facts)}";
    }

    /// <summary>Compact JSON as people write it.</summary>
    internal static string Json(JsonNode node) => node.ToJsonString(Compact);

    /// <summary>A kind in words.</summary>
    internal static string KindName(FlowNodeKind kind) => kind switch
    {
        FlowNodeKind.DeadLetterQueue => "dead-letter queue",
        FlowNodeKind.Api => "API",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>An edge in words, from its beginning to its end.</summary>
    internal static string Verb(FlowEdgeKind kind) => kind switch
    {
        FlowEdgeKind.Routes => "has route",
        FlowEdgeKind.Authorizes => "is authorized by",
        FlowEdgeKind.FailsTo => "fails to",
        FlowEdgeKind.Consumes => "is consumed",
        FlowEdgeKind.Sends => "sends to",
        FlowEdgeKind.Changes => "changes appear in",
        FlowEdgeKind.Keeps => "is kept",
        FlowEdgeKind.Matches => "passes",
        FlowEdgeKind.Reports => "reports to",
        FlowEdgeKind.Watched => "is watched by",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static void AppendAlarms(FlowGraph graph, StringBuilder text)
    {
        var alarms = graph.OfKind(FlowNodeKind.Alarm).ToList();
        if (alarms.Count == 0)
        {
            return;
        }

        text.Append($"{alarms.Count} {(alarms.Count == 1 ? "alarm" : "alarms")}\n");
        var ways = alarms.SelectMany(graph.From).GroupBy(edge => (edge.Kind, edge.To)).OrderBy(way => way.Key.To, StringComparer.Ordinal);
        foreach (var way in ways)
        {
            text.Append($"  {way.Count()} {Describe(way.First())} -> {Title(graph[way.Key.To])}\n");
        }
    }
}

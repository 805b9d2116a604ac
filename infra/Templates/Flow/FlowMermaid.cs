using System.Text;

namespace SensorWatch.Templates.Flow;

/// <summary>
/// The graph as a Mermaid flowchart, which GitHub draws: https://mermaid.js.org/syntax/flowchart.html. Ids are letters and
/// digits, and all texts are quoted, because words such as <c>end</c> and characters such as <c>{</c> mean something else there.
/// </summary>
public static class FlowMermaid
{
    /// <summary>All nodes that an edge has, without alarms: most things have some, and they would hide the rest.</summary>
    public static string Render(FlowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        List<FlowEdge> edges = [.. graph.Edges.Where(edge => IsDrawn(graph[edge.From]) && IsDrawn(graph[edge.To]))];
        HashSet<string> joined = [.. edges.SelectMany(edge => new[] { edge.From, edge.To })];
        List<FlowNode> nodes = [.. graph.Nodes.Where(node => joined.Contains(node.Id))];
        var ids = Ids(nodes);

        var text = new StringBuilder("flowchart LR\n");
        foreach (var node in nodes)
        {
            var (open, close) = Shape(node.Kind);
            text.Append($"  {ids[node.Id]}{open}\"{Escaped(node.Name)}\"{close}\n");
        }

        foreach (var edge in edges)
        {
            text.Append($"  {ids[edge.From]} {Arrow(edge)} {ids[edge.To]}\n");
        }

        return text.ToString();
    }

    private static bool IsDrawn(FlowNode node) => node.Kind != FlowNodeKind.Alarm;

    private static string Arrow(FlowEdge edge)
    {
        var label = Label(edge);
        return (edge.Kind is FlowEdgeKind.FailsTo or FlowEdgeKind.Authorizes or FlowEdgeKind.Reads, label) switch
        {
            (true, null) => "-.->",
            (true, _) => $"-. \"{Escaped(label)}\" .->",
            (false, null) => "-->",
            (false, _) => $"-- \"{Escaped(label)}\" -->",
        };
    }

    /// <summary>Short: patterns and numbers stand in the text form.</summary>
    private static string? Label(FlowEdge edge) => edge.Kind switch
    {
        FlowEdgeKind.Publishes when edge.Events.Count > 0 => string.Join(", ", edge.Events),
        FlowEdgeKind.Reads => "reads",
        FlowEdgeKind.Authorizes => "authorized by",
        FlowEdgeKind.Consumes or FlowEdgeKind.FailsTo or FlowEdgeKind.Keeps => null,
        _ => edge.Label,
    };

    private static (string Open, string Close) Shape(FlowNodeKind kind) => kind switch
    {
        FlowNodeKind.Function => ("[[", "]]"),
        FlowNodeKind.Bus => ("{{", "}}"),
        FlowNodeKind.Table or FlowNodeKind.Bucket or FlowNodeKind.Archive => ("[(", ")]"),
        FlowNodeKind.Queue or FlowNodeKind.Stream => ("[/", "/]"),
        FlowNodeKind.DeadLetterQueue => ("[\\", "\\]"),
        FlowNodeKind.Topic => (">", "]"),
        FlowNodeKind.Rule => ("(", ")"),
        _ => ("([", "])"),
    };

    /// <summary>Entity codes are Mermaid's only escape: https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters</summary>
    private static string Escaped(string text) => text
        .Replace("#", "#35;", StringComparison.Ordinal)
        .Replace("\"", "#quot;", StringComparison.Ordinal)
        .Replace("<", "#lt;", StringComparison.Ordinal)
        .Replace(">", "#gt;", StringComparison.Ordinal)
        .Replace("`", "#96;", StringComparison.Ordinal)
        .ReplaceLineEndings(" ");

    /// <summary>An id for each node, made of its kind and name so that one more node changes no other's.</summary>
    private static Dictionary<string, string> Ids(IReadOnlyList<FlowNode> nodes)
    {
        var ids = new Dictionary<string, string>();
        var taken = new HashSet<string>();
        foreach (var node in nodes)
        {
            var plain = $"{node.Kind.ToString().ToLowerInvariant()}_{string.Concat(node.Name.Where(char.IsAsciiLetterOrDigit))}";
            var id = plain;
            for (var i = 2; !taken.Add(id); i++)
            {
                id = $"{plain}_{i}";
            }

            ids.Add(node.Id, id);
        }

        return ids;
    }
}

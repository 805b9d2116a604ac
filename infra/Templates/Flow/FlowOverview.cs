using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Flow;

/// <summary>
/// The graph as people would draw it on a wall: what sets functions off, the functions, the bus, who takes what from it, tables.
/// Rules and queues become the arrow that they are; dead-letter queues, authorizers, archives and alarms are left out.
/// </summary>
public static class FlowOverview
{
    private const int MostNames = 2;

    /// <summary>A smaller graph of the same kind, which every renderer takes.</summary>
    public static FlowGraph Of(FlowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var drawing = new Drawing(graph);
        foreach (var function in graph.OfKind(FlowNodeKind.Function))
        {
            drawing.AddRoutes(function);
            drawing.AddTriggers(function);
            drawing.AddEffects(function);
        }

        return drawing.Finish();
    }

    /// <summary>What sets a function off in the end: past queues, topics and rules. With the edge that says what of it.</summary>
    private static IEnumerable<(FlowNode Source, FlowEdge Edge)> Sources(FlowGraph graph, FlowNode node, HashSet<string> seen)
    {
        foreach (var edge in graph.To(node).Where(edge => edge.Kind is FlowEdgeKind.Consumes or FlowEdgeKind.Delivers or FlowEdgeKind.Matches or FlowEdgeKind.Tells))
        {
            var from = graph[edge.From];
            var isPassed = from.Kind is FlowNodeKind.Queue or FlowNodeKind.DeadLetterQueue or FlowNodeKind.Rule or FlowNodeKind.Topic;
            if (!isPassed)
            {
                yield return (from, edge);
                continue;
            }

            foreach (var source in seen.Add(from.Id) ? Sources(graph, from, seen) : [])
            {
                yield return source;
            }

            if (from.Kind is not FlowNodeKind.Rule && graph.To(from).Any(into => into.Kind is FlowEdgeKind.Sends or FlowEdgeKind.Notifies))
            {
                yield return (from, edge);
            }
        }
    }

    private static IReadOnlyList<string> Literals(JsonObject? pattern, string field) =>
        [.. (pattern?[field] as JsonArray ?? []).OfType<JsonValue>().Select(value => value.ToString())];

    /// <summary>Which events; which keys, where a role may not write just any.</summary>
    private static string? LabelOf(FlowEdge edge) => edge.Kind switch
    {
        FlowEdgeKind.Publishes => Few([.. edge.Events.Select(published => published.ToString())]),
        FlowEdgeKind.Writes when edge.Operations.All(operation => operation.Keys.Count > 0) =>
            Few([.. edge.Operations.SelectMany(operation => operation.Keys).Distinct()]),
        _ => null,
    };

    private static string Few(IReadOnlyList<string> names) =>
        names.Count <= MostNames + 1 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNames))}, …";

    private static string RouteNames(List<string> routes)
    {
        List<string> methods = [.. routes.Select(route => route.Split(' ')[0]).Distinct()];
        return routes.Count <= MostNames ? string.Join(", ", routes) : $"{string.Join(", ", methods)}: {routes.Count} routes";
    }

    private static string LastName(FlowNode node) => node.Kind switch
    {
        FlowNodeKind.Function or FlowNodeKind.Table or FlowNodeKind.Bucket or FlowNodeKind.Topic => node.Name.Split('/')[^1],
        FlowNodeKind.Schedule => "schedule",
        _ => node.Name,
    };

    private sealed class Drawing(FlowGraph graph)
    {
        private readonly Dictionary<string, FlowNode> _nodes = [];
        private readonly Dictionary<string, FlowEdge> _edges = [];

        private void Draw(FlowNode source, FlowNode target, FlowEdgeKind kind, string? label = null)
        {
            _nodes.TryAdd(source.Id, source with { Name = LastName(source) });
            _nodes.TryAdd(target.Id, target with { Name = LastName(target) });
            var edge = new FlowEdge(source.Id, target.Id, kind) { Label = label };
            _edges[edge.Id] = _edges.TryGetValue(edge.Id, out var drawn)
                ? drawn with { Label = Few([.. new[] { drawn.Label, label }.OfType<string>().SelectMany(names => names.Split(", ")).Distinct()]) }
                : edge;
        }

        public void AddRoutes(FlowNode function)
        {
            List<string> routes = [.. graph.To(function).Where(edge => edge.Kind == FlowEdgeKind.Invokes && graph[edge.From].Kind == FlowNodeKind.Route)
                .Select(edge => graph[edge.From].Name).Order(StringComparer.Ordinal)];
            if (routes.Count > 0)
            {
                Draw(new FlowNode($"{function.Id}#routes", FlowNodeKind.Route, RouteNames(routes)), function, FlowEdgeKind.Invokes);
            }
        }

        public void AddTriggers(FlowNode function)
        {
            foreach (var (source, edge) in Sources(graph, function, []))
            {
                if (source.Kind == FlowNodeKind.Bus)
                {
                    AddEvents(source, edge, function);
                }
                else if (source.Kind is FlowNodeKind.Stream)
                {
                    Draw(graph[graph.To(source).First().From], function, FlowEdgeKind.Changes, "changes");
                }
                else if (source.Kind is not FlowNodeKind.Route and not FlowNodeKind.Function)
                {
                    Draw(source, function, FlowEdgeKind.Delivers, source.Kind == FlowNodeKind.Schedule ? edge.Label : null);
                }
            }
        }

        private void AddEvents(FlowNode bus, FlowEdge matches, FlowNode function)
        {
            var pattern = matches.Patterns is [var first, ..] ? first : null;
            var sources = Literals(pattern, "source");
            var reporters = graph.To(bus).Where(edge => edge.Kind == FlowEdgeKind.Reports).Select(edge => graph[edge.From])
                .Where(node => sources.Contains(node.Kind == FlowNodeKind.Bucket ? "aws.s3" : "aws.cloudwatch"))
                .Select(node => node.Kind == FlowNodeKind.Alarm ? new FlowNode("outside:aws.cloudwatch", FlowNodeKind.Outside, "CloudWatch alarms") : node)
                .DistinctBy(node => node.Id)
                .ToList();
            var events = Few(Literals(pattern, "detail-type")) is { Length: > 0 } names ? names : null;
            foreach (var reporter in reporters)
            {
                Draw(reporter, function, FlowEdgeKind.Reports, events);
            }

            if (reporters.Count == 0)
            {
                Draw(bus, function, FlowEdgeKind.Matches, events is not null && pattern!.ContainsKey("detail") ? $"some {events}" : events);
            }
        }

        public void AddEffects(FlowNode function)
        {
            var effects = graph.From(function).Where(edge => edge.Kind is FlowEdgeKind.Publishes or FlowEdgeKind.Writes or FlowEdgeKind.Notifies
                or FlowEdgeKind.Sends or FlowEdgeKind.Invokes).ToList();
            foreach (var edge in effects)
            {
                Draw(function, graph[edge.To], edge.Kind, LabelOf(edge));
            }

            // Who only reads is there to answer; for the others reading is a detail.
            if (effects.Count == 0 && !graph.To(function).Any(edge => edge.Kind == FlowEdgeKind.Authorizes))
            {
                foreach (var edge in graph.From(function).Where(edge => edge.Kind == FlowEdgeKind.Reads))
                {
                    Draw(function, graph[edge.To], FlowEdgeKind.Reads);
                }
            }
        }

        public FlowGraph Finish() => new(
            [.. _nodes.Values.OrderBy(node => node.Kind).ThenBy(node => node.Id, StringComparer.Ordinal)],
            [.. _edges.Values.OrderBy(edge => edge.From, StringComparer.Ordinal).ThenBy(edge => edge.To, StringComparer.Ordinal).ThenBy(edge => edge.Kind)]);
    }
}

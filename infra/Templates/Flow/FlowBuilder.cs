namespace SensorWatch.Templates.Flow;

/// <summary>Gathers edges; what several statements say of the same way becomes one edge.</summary>
internal sealed class FlowBuilder(FlowNodes nodes)
{
    private readonly Dictionary<string, FlowEdge> _edges = [];

    public FlowNodes Nodes => nodes;

    /// <summary>Adds an edge, or what it lets through to the one that is there already.</summary>
    public void Add(FlowEdge edge)
    {
        if (!_edges.TryGetValue(edge.Id, out var known))
        {
            _edges.Add(edge.Id, edge);
            return;
        }

        _edges[edge.Id] = known with
        {
            Events = [.. known.Events.Concat(edge.Events).Distinct()],
            Operations = [.. known.Operations.Concat(edge.Operations)],
            Label = known.Label is null || edge.Label is null || known.Label == edge.Label ? known.Label : $"{known.Label}, {edge.Label}",
        };
    }

    /// <summary>Adds an edge between nodes that are known.</summary>
    public void Add(FlowNode? from, FlowNode? to, FlowEdgeKind kind, Func<FlowEdge, FlowEdge>? with = null)
    {
        if (from is not null && to is not null)
        {
            var edge = new FlowEdge(from.Id, to.Id, kind);
            Add(with is null ? edge : with(edge));
        }
    }

    public FlowGraph Build()
    {
        DropGrantsOfPollers();
        return new(
            [.. nodes.All.OrderBy(node => node.Kind).ThenBy(node => node.Id, StringComparer.Ordinal)],
            [
                .. _edges.Values.Select(Sorted)
                    .OrderBy(edge => edge.From, StringComparer.Ordinal)
                    .ThenBy(edge => edge.To, StringComparer.Ordinal)
                    .ThenBy(edge => edge.Kind)
                    .ThenBy(edge => edge.Via, StringComparer.Ordinal),
            ]);
    }

    /// <summary>A function's right to send to where Lambda reports its failures is Lambda's, not the handler's: one edge tells it.</summary>
    private void DropGrantsOfPollers()
    {
        var failures = _edges.Values.Where(edge => edge.Kind == FlowEdgeKind.FailsTo).Select(edge => (edge.From, edge.To)).ToHashSet();
        var consumed = _edges.Values.Where(edge => edge.Kind == FlowEdgeKind.Consumes).Select(edge => (From: edge.To, To: edge.From)).ToHashSet();
        foreach (var edge in _edges.Values.ToList())
        {
            var isPollers = edge.Kind switch
            {
                FlowEdgeKind.Sends or FlowEdgeKind.Notifies => failures.Contains((edge.From, edge.To)),
                FlowEdgeKind.Reads => consumed.Contains((edge.From, edge.To)),
                _ => false,
            };
            if (isPollers)
            {
                _edges.Remove(edge.Id);
            }
        }
    }

    private static FlowEdge Sorted(FlowEdge edge) => edge with
    {
        Events =
        [
            .. edge.Events.OrderBy(e => e.Source, StringComparer.Ordinal).ThenBy(e => e.DetailType, StringComparer.Ordinal),
        ],
        Operations =
        [
            .. edge.Operations.DistinctBy(operation => operation.ToString())
                .OrderBy(operation => operation.Action, StringComparer.Ordinal)
                .ThenBy(operation => string.Join(' ', operation.Keys), StringComparer.Ordinal),
        ],
    };
}

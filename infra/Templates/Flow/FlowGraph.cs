using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Flow;

/// <summary>
/// What leads to what in a deployment: who sets off which function, what it may publish and write, who takes that. Read from
/// the templates alone; what a function may do comes from its role. What could not be resolved is left out.
/// </summary>
/// <param name="Nodes">By kind, then by id.</param>
/// <param name="Edges">By the ids of both ends, then by kind.</param>
public sealed record FlowGraph(IReadOnlyList<FlowNode> Nodes, IReadOnlyList<FlowEdge> Edges)
{
    private Dictionary<string, FlowNode> ById => field ??= Nodes.ToDictionary(node => node.Id);

    private ILookup<string, FlowEdge> ByFrom => field ??= Edges.ToLookup(edge => edge.From);

    private ILookup<string, FlowEdge> ByTo => field ??= Edges.ToLookup(edge => edge.To);

    /// <summary>The node with an id.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public FlowNode this[string id] => ById[id];

    /// <summary>The graph of a deployment.</summary>
    /// <param name="deployment">Resolved with <see cref="DeploymentSettings.Tolerant"/> where templates may be not wholly known.</param>
    public static FlowGraph Of(Deployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        var builder = new FlowBuilder(new FlowNodes(deployment));
        EventFlows.Add(deployment, builder);
        MessageFlows.Add(deployment, builder);
        HttpFlows.Add(deployment, builder);
        ObjectFlows.Add(deployment, builder);
        GrantFlows.Add(deployment, builder);
        AlarmFlows.Add(deployment, builder);
        return builder.Build();
    }

    /// <summary>What leads on from a node.</summary>
    public IEnumerable<FlowEdge> From(FlowNode node) => ByFrom[(node ?? throw new ArgumentNullException(nameof(node))).Id];

    /// <summary>What leads to a node.</summary>
    public IEnumerable<FlowEdge> To(FlowNode node) => ByTo[(node ?? throw new ArgumentNullException(nameof(node))).Id];

    public IEnumerable<FlowNode> OfKind(FlowNodeKind kind) => Nodes.Where(node => node.Kind == kind);
}

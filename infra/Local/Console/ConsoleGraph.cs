using System.Text.Json.Nodes;
using SensorWatch.Local.Hosting;
using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Console;

/// <summary>The flow graph of what runs, and how its parts are called: by the graph's ids, and by short names for people.</summary>
internal sealed class ConsoleGraph(Deployment deployment)
{
    private readonly IReadOnlyDictionary<string, string> _functionLabels = FunctionLabels.Of(deployment.Functions);

    /// <summary>The graph.</summary>
    public FlowGraph Graph => field ??= FlowGraph.Of(deployment);

    /// <summary>The stage that all stacks are of: <c>dev</c>; the stacks' names where there is none.</summary>
    public string Environment
    {
        get
        {
            List<string[]> stacks = [.. deployment.Stacks.Select(stack => stack.Id.Split('/'))];
            return stacks is [[var stage, _, ..], ..] && stacks.TrueForAll(id => id.Length > 1 && id[0] == stage)
                ? stage.ToLowerInvariant()
                : string.Join(", ", deployment.Stacks.Select(stack => stack.Id));
        }
    }

    /// <summary>Ids of the nodes of what has an ARN.</summary>
    private Dictionary<string, string> ByArn => field ??= new[]
        {
            deployment.Queues.Select(queue => (queue.Arn, queue.Resource)),
            deployment.Functions.Select(function => (function.Arn, function.Resource)),
            deployment.Rules.Select(rule => (rule.Arn, rule.Resource)),
            deployment.Topics.Select(topic => (topic.Arn, topic.Resource)),
            deployment.EventBuses.Select(bus => (bus.Arn, bus.Resource)),
        }
        .SelectMany(resources => resources)
        .ToDictionary(resource => resource.Arn, resource => resource.Resource.Path, StringComparer.Ordinal);

    private Dictionary<string, FlowNode> ById => field ??= Graph.Nodes.ToDictionary(node => node.Id, StringComparer.Ordinal);

    public IEnumerable<ConsoleRoute> Routes() => [ConsoleRoute.Get("graph", _ => ToJson())];

    /// <summary>The node with that id; null without one.</summary>
    public FlowNode? Find(string id) => ById.GetValueOrDefault(id);

    /// <summary>A short name for a node, by its id or ARN: a function's handler, else its name in the graph; what came when there is none.</summary>
    public string Label(string idOrArn) => Find(ByArn.GetValueOrDefault(idOrArn, idOrArn)) switch
    {
        { Kind: FlowNodeKind.Function, PhysicalName: { } name } => _functionLabels[name],
        { } node => node.Name,
        null => idOrArn.Split(':', '/')[^1],
    };

    private JsonObject ToJson()
    {
        var json = (JsonObject)JsonNode.Parse(FlowJson.Render(Graph))!;
        foreach (var node in json["nodes"]!.AsArray().OfType<JsonObject>())
        {
            var label = Label(node["id"]!.ToString());
            if (label != node["name"]!.ToString())
            {
                node["label"] = label;
            }
        }

        json.Insert(0, "environment", Environment);
        json.Insert(1, "title", deployment.HttpApis is [var api] ? api.Name : Environment);
        return json;
    }
}

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
    public string Environment => deployment.Stacks.Select(stack => stack.Id.Split('/')).ToList() is [[var stage, _, ..], ..] stacks
        && stacks.TrueForAll(id => id.Length > 1 && id[0] == stage)
        ? stage.ToLowerInvariant()
        : string.Join(", ", deployment.Stacks.Select(stack => stack.Id));

    public IEnumerable<ConsoleRoute> Routes() => [ConsoleRoute.Get("graph", _ => Json)];

    /// <summary>A short name for a resource of the deployment: a function's handler, else its name in the graph.</summary>
    public string Label(string path)
    {
        var node = Graph.Nodes.FirstOrDefault(node => node.Id == path);
        return node is { Kind: FlowNodeKind.Function, PhysicalName: { } name } ? _functionLabels[name] : node?.Name ?? path;
    }

    private JsonObject Json
    {
        get
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
            return json;
        }
    }
}

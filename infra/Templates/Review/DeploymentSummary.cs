using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Review;

/// <summary>
/// What a deployment is, for who reviews a change of it: the flow, each function with its numbers, variables and rights,
/// queues, rules, routes, tables, alarms and exceptions. It changes only with what it tells.
/// </summary>
public static class DeploymentSummary
{
    /// <summary>Markdown, as GitHub shows it.</summary>
    /// <param name="title">The environment: <c>Dev</c>.</param>
    /// <param name="deployment">Its stacks.</param>
    public static string Render(string title, Deployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        var graph = FlowGraph.Of(deployment);
        var names = new ReviewNames(deployment, graph);
        var text = new Markdown();
        text.Heading(1, title);
        text.Block("mermaid", FlowMermaid.Render(FlowOverview.Of(graph)));
        FunctionSummary.Append(text, deployment, graph, names);
        EventSummary.Append(text, deployment, names);
        QueueSummary.Append(text, deployment, names);
        RouteSummary.Append(text, deployment, names);
        StateSummary.Append(text, deployment);
        AlarmSummary.Append(text, deployment, names);
        ExceptionSummary.Append(text, deployment);
        return text.ToString();
    }
}

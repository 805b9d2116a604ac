using System.CommandLine;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Infra.Commands;

/// <summary>Prints what leads to what in a cloud assembly.</summary>
internal static class GraphCommand
{
    private const string Text = "text";
    private const string Mermaid = "mermaid";
    private const string Json = "json";

    public static Command Create()
    {
        var assembly = InfraCommands.AssemblyArgument();
        var environment = new Option<string?>("--environment")
        {
            Description = "A stage or stack of the assembly, as `cdk deploy` names it: Dev, Dev/State; the first stage by default",
        };
        var format = new Option<string>("--format")
        {
            Description = "text to read, mermaid to draw, json for programs",
            DefaultValueFactory = _ => Text,
        };
        format.AcceptOnlyFromAmong(Text, Mermaid, Json);
        var overview = new Option<bool>("--overview") { Description = "Sources, functions, buses and tables only, with rules and queues as arrows" };
        var command = new Command("graph", "Prints the flow of events in any app's cloud assembly: who sets off whom, and what that publishes and writes.")
        {
            assembly, environment, format, overview,
        };
        command.SetAction(parsed =>
        {
            var graph = FlowGraph.Of(Deployment.Resolve(
                StacksOf(CloudAssembly.Load(parsed.GetRequiredValue(assembly)), parsed.GetValue(environment)),
                new DeploymentSettings { Tolerant = true }));
            parsed.InvocationConfiguration.Output.Write(
                Render(parsed.GetValue(overview) ? FlowOverview.Of(graph) : graph, parsed.GetRequiredValue(format)));
            return 0;
        });
        return command;
    }

    private static string Render(FlowGraph graph, string format) => format switch
    {
        Mermaid => FlowMermaid.Render(graph),
        Json => FlowJson.Render(graph),
        _ => FlowText.Render(graph),
    };

    /// <summary>The stacks that a selector names; without one, those of the first stage, which are deployed together.</summary>
    private static IEnumerable<StackArtifact> StacksOf(CloudAssembly assembly, string? selector) => selector is null
        ? assembly.Stacks.GroupBy(stack => stack.Directory, StringComparer.Ordinal).FirstOrDefault() ?? Enumerable.Empty<StackArtifact>()
        : assembly.StacksIn(selector);
}

using SensorWatch.Templates.Access;
using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Review;

/// <summary>Functions: their numbers in a table, then for each what sets it off, its variables and its rights.</summary>
internal static class FunctionSummary
{
    public static void Append(Markdown text, Deployment deployment, FlowGraph graph, ReviewNames names)
    {
        List<FunctionResource> functions = [.. deployment.Functions.OrderBy(function => NameOf(function, graph), StringComparer.Ordinal)];
        text.Heading(2, "Functions");
        text.Table(
            ["function", "MB", "time-out s", "reserved concurrency", "runtime", "set off by", "batch", "window s", "concurrency"],
            functions.SelectMany(function => Rows(function, deployment, graph, names)));

        var policies = DeploymentPolicies.Of(deployment);
        foreach (var function in functions)
        {
            text.Heading(3, NameOf(function, graph));
            text.List(
            [
                .. function.Environment.OrderBy(variable => variable.Key, StringComparer.Ordinal)
                    .Select(variable => $"{Markdown.Code(variable.Key)} = {names.Of(variable.Value)}"),
                .. Grants(function, policies, names),
            ]);
        }
    }

    private static string NameOf(FunctionResource function, FlowGraph graph) => graph[function.Resource.Path].Name;

    /// <summary>One for each mapping; one for a function that has none.</summary>
    private static IEnumerable<IReadOnlyList<string>> Rows(FunctionResource function, Deployment deployment, FlowGraph graph, ReviewNames names)
    {
        IReadOnlyList<string> numbers =
        [
            NameOf(function, graph), $"{function.MemorySizeMegabytes}", $"{function.TimeoutSeconds}",
            $"{function.ReservedConcurrentExecutions}", $"{function.Runtime} {function.Architecture}",
        ];
        List<EventSourceMappingResource> mappings =
            [.. deployment.EventSourceMappings.Where(mapping => deployment.FindFunction(mapping.FunctionName)?.Arn == function.Arn)];
        if (mappings.Count == 0)
        {
            var node = graph[function.Resource.Path];
            var triggers = graph.To(node).Select(edge => graph[edge.From]).Select(FlowText.Title).Distinct().Order(StringComparer.Ordinal);
            return [[.. numbers, string.Join(", ", triggers), "", "", ""]];
        }

        return mappings.Select(mapping => (IReadOnlyList<string>)
        [
            .. numbers, names.Of(mapping.EventSourceArn), $"{mapping.BatchSize}", $"{mapping.MaximumBatchingWindowSeconds}", Concurrency(mapping),
        ]);
    }

    private static string Concurrency(EventSourceMappingResource mapping) =>
        mapping.MaximumConcurrency is { } most ? $"{most}" : mapping.StartingPosition is null ? "" : $"{mapping.ParallelizationFactor} a shard";

    private static IEnumerable<string> Grants(FunctionResource function, DeploymentPolicies policies, ReviewNames names) =>
        JsonValues.Text(function.Resource.Properties, "Role") is { } role
            ? policies.OfRole(role).Documents.SelectMany(document => document.Statements)
                .SelectMany(statement => (statement.Resource?.Patterns ?? []).Select(resource => Line(statement, resource, names)))
                .Order(StringComparer.Ordinal)
            : [];

    private static string Line(PolicyStatement statement, string resource, ReviewNames names)
    {
        var verb = statement.Effect == PolicyEffect.Allow ? "may" : "may not";
        var but = statement.Resource is { IsNegated: true } ? "all but " : "";
        var conditions = statement.Conditions.Select(condition =>
            $"{condition.Key} {(condition.IsNegated ? "is none of" : "is")} {string.Join(" or ", condition.Values.Select(Markdown.Code))}");
        var actions = string.Join(", ", statement.Action.Patterns.Order(StringComparer.Ordinal));
        return $"{verb} {(statement.Action.IsNegated ? "do all but " : "")}{actions} on {but}{(resource == "*" ? "everything" : names.Of(resource))}"
            + string.Concat(conditions.Order(StringComparer.Ordinal).Select((condition, index) => $"{(index == 0 ? " if " : " and ")}{condition}"));
    }
}

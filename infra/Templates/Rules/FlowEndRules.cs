using System.Text.Json.Nodes;
using SensorWatch.Templates.Access;
using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules;

/// <summary>Ways that lead nowhere, and functions that nothing leads to.</summary>
internal static class FlowEndRules
{
    /// <summary>Types that name a function without ever calling it, or only to let others.</summary>
    private static readonly HashSet<string> CallsNothing =
    [
        AlarmResource.Type, "AWS::CloudWatch::Dashboard", "AWS::CloudWatch::CompositeAlarm", "AWS::Lambda::Version", AsynchronousFailures.ConfigType,
        "AWS::Logs::LogGroup", "AWS::Logs::MetricFilter", "AWS::CDK::Metadata",
    ];

    public static DesignRule FunctionIsInvoked { get; } = new()
    {
        Id = "flow/function-is-invoked",
        Sentence = "Something sets every function off.",
        Mend = "Give it a rule, mapping, route or schedule, or take it out. If somebody calls it by hand, say so in an exception.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-invocation.html",
        Check = Idle,
    };

    public static DesignRule QueueIsConsumed { get; } = new()
    {
        Id = "flow/queue-is-consumed",
        Sentence = "Every queue has a consumer, or an alarm that tells when messages are in it.",
        Mend = "Add an event source mapping, let a function receive from it, or set an alarm on ApproximateNumberOfMessagesVisible.",
        Source = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html",
        Check = Unconsumed,
    };

    public static DesignRule BusHasTakers { get; } = new()
    {
        Id = "flow/published-events-taken",
        Sentence = "A function that may publish to a bus may publish at least one event that a rule of the bus takes.",
        Mend = "Add a rule for what it publishes, or take the grant out.",
        Source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html",
        Check = Untaken,
    };

    private static IEnumerable<Finding> Idle(DesignContext context)
    {
        var graph = context.Flow;
        foreach (var function in context.Deployment.Functions)
        {
            var node = graph[function.Resource.Path];
            if (!graph.To(node).Any() && !IsNamedElsewhere(context, function))
            {
                yield return new(function.Resource, "Nothing in these templates sets the function off.");
            }
        }
    }

    /// <summary>
    /// Whatever else names the function may call it: a permission, a custom resource, a policy, a type that isn't known here,
    /// an output that people read.
    /// </summary>
    private static bool IsNamedElsewhere(DesignContext context, FunctionResource function)
    {
        var role = JsonValues.Text(function.Resource.Properties, "Role");
        return context.Deployment.Resources.Any(resource => resource != function.Resource && resource.Attributes.GetValueOrDefault("Arn") != role
                && !CallsNothing.Contains(resource.Type) && Names(resource.Properties))
            || context.Deployment.Outputs.Any(output => output.ExportName is null && (output.Value == function.Name || output.Value == function.Arn));

        bool Names(JsonNode? node) => node switch
        {
            JsonObject members => members.Any(member => Names(member.Value)),
            JsonArray items => items.Any(Names),
            JsonValue value => value.TryGetValue<string>(out var text)
                && (text == function.Name || text.Contains(function.Arn, StringComparison.Ordinal) || !FlowNodes.IsKnown(text) && text.Contains(function.Resource.LogicalId, StringComparison.Ordinal)),
            _ => false,
        };
    }

    private static IEnumerable<Finding> Unconsumed(DesignContext context)
    {
        var graph = context.Flow;
        foreach (var node in graph.Nodes.Where(node => node.Kind is FlowNodeKind.Queue or FlowNodeKind.DeadLetterQueue))
        {
            var isConsumed = graph.From(node).Any(edge => edge.Kind is FlowEdgeKind.Consumes or FlowEdgeKind.Watched)
                || graph.To(node).Any(edge => edge.Kind == FlowEdgeKind.Reads);
            if (!isConsumed && !IsReadElsewhere(context, node))
            {
                yield return new(node.Id, "Nobody takes messages from the queue, and no alarm watches it.");
            }
        }
    }

    /// <summary>Something that isn't a function may receive from it: a container's role, another account, a pipe, a person who reads the output.</summary>
    private static bool IsReadElsewhere(DesignContext context, FlowNode node)
    {
        var queue = context.Deployment.Queues.First(queue => queue.Resource.Path == node.Id);
        var policies = context.Policies;
        var request = policies.All
            .Where(policy => policy.Kind is not PolicyKind.Trust)
            .SelectMany(policy => policy.Document.Statements)
            .Any(statement => statement.Effect == PolicyEffect.Allow
                && statement.Action.Matches("sqs:ReceiveMessage", ignoreCase: true, variables: null)
                && (statement.Resource is null || statement.Resource.Matches(queue.Arn, ignoreCase: false, variables: null)));
        return request
            || context.Deployment.OfType("AWS::Pipes::Pipe").Any(pipe => JsonValues.Text(pipe.Properties, "Source") == queue.Arn)
            || context.Deployment.Outputs.Any(output => output.ExportName is null && (output.Value == queue.Url || output.Value == queue.Arn));
    }

    private static IEnumerable<Finding> Untaken(DesignContext context)
    {
        var graph = context.Flow;
        var steps = new FlowSteps(graph, context.Deployment);
        return
            from edge in graph.Edges
            where edge.Kind == FlowEdgeKind.Publishes && graph[edge.To] is { Kind: FlowNodeKind.Bus, Path: not null } && !IsShared(context, graph[edge.To])
            let taken = steps.From(new Happening(graph[edge.From]))
                .Where(step => step.Edge == edge)
                .SelectMany(step => edge.Events.Any(published => published is { Source: null } or { DetailType: null })
                    ? graph.From(step.To.Node).Where(next => next.Kind == FlowEdgeKind.Matches)
                    : steps.From(step.To).Select(next => next.Edge))
            where !taken.Any()
            select new Finding(edge.From, $"It may publish {string.Join(", ", edge.Events)} to {FlowText.Title(graph[edge.To])}, and no rule there takes any of it.");
    }

    /// <summary>Rules for a bus that others may use can stand in their templates.</summary>
    private static bool IsShared(DesignContext context, FlowNode bus) =>
        context.Deployment.OfType("AWS::Events::EventBusPolicy").Any(policy => JsonValues.Text(policy.Properties, "EventBusName") is not { } name || name == bus.PhysicalName)
        || context.Deployment.EventBuses.Any(resource => resource.Resource.Path == bus.Id
            && (resource.Resource.Properties.ContainsKey("Policy")
                || context.Deployment.Outputs.Any(output => output.ExportName is null && (output.Value == resource.Name || output.Value == resource.Arn))));
}

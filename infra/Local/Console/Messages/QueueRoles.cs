using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Console.Messages;

/// <summary>What queues are for: who fills them, who empties them, and where a dead-letter queue's messages can go back to.</summary>
internal sealed class QueueRoles(Deployment deployment, ConsoleGraph graph)
{
    /// <summary>Others send here what they could not handle or deliver.</summary>
    public bool IsDeadLetterQueue(QueueResource queue) => graph.Find(queue.Resource.Path) is { Kind: FlowNodeKind.DeadLetterQueue };

    /// <summary>What sends its failures to a queue.</summary>
    public IReadOnlyList<FlowNode> SourcesOf(QueueResource queue) =>
    [
        .. graph.Graph.Edges.Where(edge => edge.To == queue.Resource.Path && edge.Kind == FlowEdgeKind.FailsTo)
            .Select(edge => graph.Find(edge.From))
            .OfType<FlowNode>()
            .Distinct(),
    ];

    /// <summary>Functions that take a queue's messages.</summary>
    public IReadOnlyList<FunctionResource> ConsumersOf(string queueArn) =>
    [
        .. deployment.EventSourceMappings.Where(mapping => mapping.EventSourceArn == queueArn).Select(deployment.FunctionOf).Distinct(),
    ];

    /// <summary>The functions that have a queue as their dead-letter queue.</summary>
    public IReadOnlyList<FunctionResource> FunctionsOf(QueueResource queue) => [.. deployment.Functions.Where(function => function.DeadLetterArn == queue.Arn)];

    /// <summary>Where messages of a dead-letter queue can go back to, by ARN.</summary>
    public IReadOnlyList<string> RedriveTargetsOf(QueueResource queue) =>
    [
        .. deployment.Queues.Where(source => source.RedrivePolicy?.DeadLetterTargetArn == queue.Arn).Select(source => source.Arn)
            .Concat(deployment.Rules.SelectMany(rule => rule.Targets).Where(target => target.DeadLetterArn == queue.Arn && CanTake(target.Arn)).Select(target => target.Arn))
            .Concat(FunctionsOf(queue).Select(function => function.Arn))
            .Concat(deployment.EventInvokeConfigs.Where(config => config.OnFailureDestinationArn == queue.Arn)
                .Select(config => deployment.FindFunction(config.FunctionName)?.Arn).OfType<string>())
            .Distinct(),
    ];

    /// <summary>It is a queue or a function of the deployment.</summary>
    public bool CanTake(string arn) => deployment.Queues.Any(queue => queue.Arn == arn) || deployment.Functions.Any(function => function.Arn == arn);
}

using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Delivery;

/// <summary>What becomes of a message that its function can't handle.</summary>
internal static class QueueRules
{
    private const int LeastReceives = 5;
    private const string Page = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html";

    private static readonly DesignRule Redrive = new()
    {
        Id = "delivery/queue-redrive-policy",
        Sentence = "A queue that a function takes from has a dead-letter queue.",
        Mend = $"Give it a RedrivePolicy with deadLetterTargetArn and maxReceiveCount (at least {LeastReceives}).",
        Source = Page,
        Check = context => from queue in Consumed(context)
                           where !queue.Properties.ContainsKey("RedrivePolicy") && !IsDeadLetterQueue(context, queue)
                           select new Finding(queue, "It has no redrive policy: a message that its function can't handle comes back until its time is up, and is lost."),
    };

    private static readonly DesignRule Receives = new()
    {
        Id = "delivery/queue-receive-count",
        Sentence = $"A queue that a function takes from gives a message {LeastReceives} receives at least, since throttled ones count too.",
        Mend = $"Set maxReceiveCount to {LeastReceives} or more.",
        Source = Page,
        Check = context => from queue in context.Deployment.Queues
                           where queue.RedrivePolicy is { MaxReceiveCount: < LeastReceives } && Consumed(context).Contains(queue.Resource)
                           select new Finding(queue.Resource, $"maxReceiveCount is {queue.RedrivePolicy!.MaxReceiveCount}; at least {LeastReceives} is expected."),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Redrive, Receives];

    private static IEnumerable<Resource> Consumed(DesignContext context) =>
        from mapping in context.Deployment.OfType(EventSourceMappingResource.Type).DistinctBy(mapping => mapping.Text("EventSourceArn"))
        where EventSource.IsQueue(mapping)
        let queue = context.ReceiverOf(mapping.Text("EventSourceArn"))
        where queue is { Type: QueueResource.Type }
        select queue;

    /// <summary>A function may take from a dead-letter queue, to send its messages again; what it can't handle stays there.</summary>
    private static bool IsDeadLetterQueue(DesignContext context, Resource queue) =>
        context.Flow.Nodes.Any(node => node.Kind == FlowNodeKind.DeadLetterQueue && node.Path == queue.Path);
}

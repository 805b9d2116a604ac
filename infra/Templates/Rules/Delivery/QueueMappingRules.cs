using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Delivery;

/// <summary>How Lambda takes from queues.</summary>
internal static class QueueMappingRules
{
    private const int MostWithoutWindow = 10;
    private const string Scaling = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html";

    private static readonly DesignRule Failures = new()
    {
        Id = "delivery/queue-mapping-item-failures",
        Sentence = "A mapping on a queue lets its function name the messages that failed, so that the others of the batch are done.",
        Mend = "Set FunctionResponseTypes to [ReportBatchItemFailures], and let the function answer with batchItemFailures.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
        Check = context => from mapping in Mappings(context)
                           let batch = EventSource.BatchSizeOf(mapping)
                           where batch > 1 && !EventSource.ReportsItemFailures(mapping)
                           select new Finding(mapping, $"One message that fails lets all of its batch, up to {batch}, come back: FunctionResponseTypes has no ReportBatchItemFailures."),
    };

    private static readonly DesignRule Concurrency = new()
    {
        Id = "delivery/queue-mapping-concurrency",
        Sentence = "A mapping on a queue has a maximum concurrency, so that a full queue doesn't take all of the account's, or run into throttles that count as receives.",
        Mend = "Set ScalingConfig.MaximumConcurrency (2-1000).",
        Source = Scaling,
        Check = context => from mapping in Mappings(context)
                           where mapping.Node("ScalingConfig.MaximumConcurrency") is null && mapping.Text("ScalingConfig") is null && mapping.Node("ProvisionedPollerConfig") is null
                           select new Finding(mapping, "It has no ScalingConfig.MaximumConcurrency."),
    };

    private static readonly DesignRule Reserved = new()
    {
        Id = "delivery/queue-mapping-reserved-concurrency",
        Sentence = "What a function's mappings may run at once is not above its reserved concurrency, or messages are throttled into the dead-letter queue.",
        Mend = "Lower ScalingConfig.MaximumConcurrency, or raise ReservedConcurrentExecutions.",
        Source = Scaling,
        Check = context => from mapping in Mappings(context)
                           let concurrency = mapping.WholeNumber("ScalingConfig.MaximumConcurrency")
                           let function = context.Deployment.FunctionOf(mapping.Text("FunctionName"))
                           where concurrency is not null && function is not null
                           group concurrency.Value by function into mapped
                           let reserved = mapped.Key.WholeNumber("ReservedConcurrentExecutions")
                           where reserved < mapped.Sum()
                           select new Finding(
                               mapped.Key, $"ReservedConcurrentExecutions is {reserved}, and its mappings' MaximumConcurrency {string.Join(" + ", mapped)}: at least {mapped.Sum()} is expected."),
    };

    private static readonly DesignRule Window = new()
    {
        Id = "delivery/queue-mapping-window",
        Sentence = $"A mapping on a queue takes more than {MostWithoutWindow} messages at once only with a batch window, and on a FIFO queue never.",
        Mend = $"Set MaximumBatchingWindowInSeconds to 1 or more on a standard queue; on a FIFO queue take it out, and BatchSize to {MostWithoutWindow} at most.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
        Check = context => from mapping in Mappings(context)
                           let fault = WindowFault(mapping)
                           where fault is not null
                           select new Finding(mapping, fault),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Failures, Concurrency, Reserved, Window];

    private static IEnumerable<Resource> Mappings(DesignContext context) => context.Deployment.OfType(EventSourceMappingResource.Type).Where(EventSource.IsQueue);

    private static string? WindowFault(Resource mapping)
    {
        var isFifo = mapping.Text("EventSourceArn")!.EndsWith(".fifo", StringComparison.Ordinal);
        return (EventSource.BatchSizeOf(mapping), mapping.WholeNumber("MaximumBatchingWindowInSeconds", 0)) switch
        {
            ( > MostWithoutWindow and var batch, _) when isFifo => $"BatchSize is {batch} on a FIFO queue, where {MostWithoutWindow} is the most.",
            (_, > 0 and var window) when isFifo => $"MaximumBatchingWindowInSeconds is {window} on a FIFO queue, which has no window.",
            ( > MostWithoutWindow and var batch, 0) => $"BatchSize is {batch} without a batch window; more than {MostWithoutWindow} needs MaximumBatchingWindowInSeconds of at least 1.",
            _ => null,
        };
    }
}

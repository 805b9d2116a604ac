using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Delivery;

/// <summary>Whether a message stays hidden while its function is at work.</summary>
internal static class VisibilityRules
{
    private const int Factor = 6;
    private const string Page = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html";

    private static readonly DesignRule Covers = new()
    {
        Id = "delivery/visibility-covers-timeout",
        Sentence = "A queue's visibility time-out is not below its function's time-out, or Lambda refuses the mapping.",
        Mend = $"Set VisibilityTimeout to {Factor} x the function's time-out and the batch window.",
        Source = Page,
        Check = context => from mapped in MappedQueue.Of(context)
                           where mapped.Visibility < mapped.Timeout
                           select new Finding(
                               mapped.Queue,
                               $"VisibilityTimeout is {mapped.Visibility} s, below the {mapped.Timeout} s that {mapped.Function.Path} may run: a message comes back while it is handled."),
    };

    private static readonly DesignRule SixTimes = new()
    {
        Id = "delivery/visibility-six-timeouts",
        Sentence = $"A queue's visibility time-out is at least {Factor} x its function's time-out and the batch window, so that Lambda can wait when it is throttled.",
        Mend = "Raise VisibilityTimeout, or lower the function's time-out.",
        Source = Page,
        Check = context => from mapped in MappedQueue.Of(context)
                           let expected = Factor * mapped.Timeout + mapped.Window
                           where mapped.Visibility >= mapped.Timeout && mapped.Visibility < expected
                           select new Finding(
                               mapped.Queue,
                               $"VisibilityTimeout is {mapped.Visibility} s; at least {expected} s is expected: {Factor} x {mapped.Timeout} s of {mapped.Function.Path} + {mapped.Window} s window."),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Covers, SixTimes];

    /// <summary>A queue with a function that takes from it, where all numbers are known; in seconds.</summary>
    private sealed record MappedQueue(Resource Queue, Resource Function, int Visibility, int Timeout, int Window)
    {
        private const int DefaultVisibility = 30;

        public static IEnumerable<MappedQueue> Of(DesignContext context) =>
            from mapping in context.Deployment.OfType(EventSourceMappingResource.Type)
            where EventSource.IsQueue(mapping)
            let queue = context.ReceiverOf(mapping.Text("EventSourceArn"))
            let function = context.Deployment.FunctionOf(mapping.Text("FunctionName"))
            where queue is { Type: QueueResource.Type } && function is not null
            let visibility = queue.WholeNumber("VisibilityTimeout", DefaultVisibility)
            let timeout = DeliveryLookup.TimeoutOf(function)
            let window = mapping.WholeNumber("MaximumBatchingWindowInSeconds", 0)
            where visibility is not null && timeout is not null && window is not null
            select new MappedQueue(queue, function, visibility.Value, timeout.Value, window.Value);
    }
}

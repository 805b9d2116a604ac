using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Rules.Delivery;

/// <summary>Whether that to which failures go can take them.</summary>
internal static class DeadLetterRules
{
    private const string QueuePage = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html";

    private static readonly DesignRule Fits = new()
    {
        Id = "delivery/dead-letter-queue-fits",
        Sentence = "What takes failures is another queue (or topic, where one may be), of the right kind, in the same region.",
        Mend = "Name a queue of its own: FIFO for a FIFO queue, standard for all else.",
        Source = QueuePage,
        Check = context => from use in DeadLetterUse.Of(context.Deployment)
                           let fault = FaultOf(context, use)
                           where fault is not null
                           select new Finding(use.Owner, $"{use.Property}: {fault}"),
    };

    private static readonly DesignRule Retention = new()
    {
        Id = "delivery/dead-letter-retention",
        Sentence = "A dead-letter queue keeps messages longer than the queue before it, whose time counts.",
        Mend = "Raise MessageRetentionPeriod of the dead-letter queue (at most 1209600), or lower the queue's.",
        Source = QueuePage,

        // A message keeps its first time on a standard queue, and gets a new one on a FIFO queue.
        Check = context => from queue in context.Deployment.Queues
                           where !queue.Fifo
                           let deadLetters = context.Deployment.QueueOf(queue.RedrivePolicy?.DeadLetterTargetArn)
                           where deadLetters is not null && deadLetters != queue && deadLetters.MessageRetentionPeriod <= queue.MessageRetentionPeriod
                           select new Finding(
                               queue.Resource,
                               $"Messages live {queue.MessageRetentionPeriod} s here and {deadLetters.MessageRetentionPeriod} s in the dead-letter queue {deadLetters.Resource.Path}, "
                               + "counted from when they were sent: more is expected there than here."),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Fits, Retention];

    private static string? FaultOf(DesignContext context, DeadLetterUse use)
    {
        if (use.Arn.IsUnresolved() || use.Arn.Split(':') is not ["arn", _, var service, var region, ..])
        {
            return null;
        }

        var isFifo = use.Arn.EndsWith(".fifo", StringComparison.Ordinal);
        var own = use.Owner.Attributes.GetValueOrDefault("Arn")?.Split(':');
        return !use.Services.Contains(service) ? $"the ARN of {string.Join(" or ", use.Services)} is expected, but '{use.Arn}' came."
            : use.Owner.Attributes.GetValueOrDefault("Arn") == use.Arn ? "it names itself: what fails comes back again and again."
            : own is ["arn", _, _, { Length: > 0 } ownRegion, ..] && !ownRegion.IsUnresolved() && region.Length > 0 && region != ownRegion
                ? $"it is in {region}, and what names it in {ownRegion}."
            : service is "sqs" or "sns" && use.Fifo is { } expected && expected != isFifo
                ? $"{context.NameOf(use.Arn)} is {Kind(service, isFifo)}, and {Kind(service, expected)} is expected."
            : null;
    }

    private static string Kind(string service, bool fifo) => $"a {(fifo ? "FIFO" : "standard")} {(service == "sqs" ? "queue" : "topic")}";
}

using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Delivery;

/// <summary>A place where something names whom its failures go to.</summary>
/// <param name="Owner">Who names it.</param>
/// <param name="Arn">What it names.</param>
/// <param name="Property">Where, for messages.</param>
/// <param name="Services">The services whose ARNs may stand there, as ARNs name them.</param>
/// <param name="Fifo">Whether it must be FIFO: as the owner is, where it is a queue; never, elsewhere; null for either.</param>
internal sealed record DeadLetterUse(Resource Owner, string Arn, string Property, IReadOnlyList<string> Services, bool? Fifo)
{
    private static readonly string[] Queue = ["sqs"];
    private static readonly string[] QueueOrTopic = ["sqs", "sns"];
    private static readonly string[] Destination = ["sqs", "sns", "lambda", "events", "s3"];
    private static readonly string[] StreamDestination = ["sqs", "sns", "s3"];

    /// <summary>Those whose ARN is known, at least in part.</summary>
    public static IEnumerable<DeadLetterUse> Of(Deployment deployment)
    {
        List<(Resource Owner, string? Arn, string Property, string[] Services, bool? Fifo)> uses =
        [
            .. deployment.Queues.Select(queue => (queue.Resource, queue.RedrivePolicy?.DeadLetterTargetArn, "RedrivePolicy.deadLetterTargetArn", Queue, (bool?)queue.Fifo)),
            .. DeliveryTarget.Of(deployment).Select(target => (target.Owner, target.DeadLetterArn, $"DeadLetterConfig of {target.Name.ToLowerInvariant()}", Queue, (bool?)false)),
            .. deployment.Subscriptions.Select(subscription => (subscription.Resource, subscription.DeadLetterArn, "RedrivePolicy.deadLetterTargetArn", Queue, IsFifo(subscription) ? null : (bool?)false)),
            .. deployment.OfType(FunctionResource.Type).Select(function => (function, function.Text("DeadLetterConfig.TargetArn"), "DeadLetterConfig.TargetArn", QueueOrTopic, (bool?)false)),
            .. deployment.OfType(EventInvokeConfigResource.Type).Select(config => (config, config.Text("DestinationConfig.OnFailure.Destination"), "DestinationConfig.OnFailure", Destination, (bool?)false)),
            .. deployment.OfType(EventSourceMappingResource.Type).Where(EventSource.IsStream).Select(mapping =>
                (mapping, mapping.Text("DestinationConfig.OnFailure.Destination"), "DestinationConfig.OnFailure", StreamDestination, (bool?)false)),
        ];
        return uses.Where(use => use.Arn is not null).Select(use => new DeadLetterUse(use.Owner, use.Arn!, use.Property, use.Services, use.Fifo));
    }

    private static bool IsFifo(SubscriptionResource subscription) => subscription.TopicArn.EndsWith(".fifo", StringComparison.Ordinal);
}

using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Delivery;

/// <summary>What becomes of a notification that can't be delivered.</summary>
internal static class SubscriptionRules
{
    // To a person's address, nobody expects that every message arrives.
    private static readonly string[] ToMachines = ["sqs", "lambda", "firehose", "http", "https"];

    private static readonly DesignRule Redrive = new()
    {
        Id = "delivery/subscription-redrive-policy",
        Sentence = "A subscription of a queue, function, stream or web address has a dead-letter queue.",
        Mend = "Give it a RedrivePolicy with the deadLetterTargetArn of a queue that the topic may send to.",
        Source = "https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html",
        Check = context => from subscription in context.Deployment.OfType(SubscriptionResource.Type)
                           where ToMachines.Contains(subscription.Text("Protocol")) && !subscription.Properties.ContainsKey("RedrivePolicy")
                           select new Finding(subscription, $"The subscription by {subscription.Text("Protocol")} has no redrive policy: a notification that can't be delivered is lost."),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Redrive];
}

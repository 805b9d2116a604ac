using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Topics;

/// <summary>Finds what topics and subscriptions ask for that SNS would refuse or that isn't done here.</summary>
public static class TopicRefusals
{
    public static IReadOnlyList<Refusal> Of(IReadOnlyList<TopicResource> topics, IReadOnlyList<SubscriptionResource> subscriptions) =>
    [
        .. topics.Where(topic => topic.Fifo).Select(topic => new Refusal(topic.Resource.Path, "FIFO topics are not run here; standard topics are.")),
        .. from subscription in subscriptions
           let reason = ReasonToRefuse(subscription, topics)
           where reason is not null
           select new Refusal(subscription.Resource.Path, reason),
    ];

    private static string? ReasonToRefuse(SubscriptionResource subscription, IReadOnlyList<TopicResource> topics)
    {
        if (topics.All(topic => topic.Arn != subscription.TopicArn))
        {
            return $"its topic {subscription.TopicArn} is not part of this deployment.";
        }

        if (subscription is { Protocol: SubscriptionProtocols.Function, RawMessageDelivery: true })
        {
            return $"Delivery protocol [{SubscriptionProtocols.Function}] does not support raw message delivery.";
        }

        return SubscriptionProtocols.IsDelivered(subscription.Protocol) || SubscriptionProtocols.Shown.Contains(subscription.Protocol)
            ? null
            : $"subscriptions with protocol {subscription.Protocol} are not served here; {SubscriptionProtocols.Queue} and {SubscriptionProtocols.Function} are, and of "
                + $"{string.Join(", ", SubscriptionProtocols.Shown)} is shown what would be sent.";
    }
}

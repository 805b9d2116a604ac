using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Review;

/// <summary>Queues with their numbers; topics with who hears of them.</summary>
internal static class QueueSummary
{
    public static void Append(Markdown text, Deployment deployment, ReviewNames names)
    {
        text.Heading(2, "Queues");
        text.Table(
            ["queue", "visibility s", "retention s", "max receives", "dead-letter queue"],
            deployment.Queues.OrderBy(queue => FlowNodes.ShortName(queue.Resource), StringComparer.Ordinal).Select(queue => (IReadOnlyList<string>)
            [
                FlowNodes.ShortName(queue.Resource), $"{queue.VisibilityTimeout}", $"{queue.MessageRetentionPeriod}",
                $"{queue.RedrivePolicy?.MaxReceiveCount}", queue.RedrivePolicy is { } redrive ? names.Of(redrive.DeadLetterTargetArn) : "",
            ]));
        if (deployment.Topics.Count > 0)
        {
            text.Heading(2, "Topics");
            text.List(deployment.Topics.Select(topic =>
            {
                var hears = deployment.Subscriptions.Where(subscription => subscription.TopicArn == topic.Arn)
                    .Select(subscription => $"{subscription.Protocol} {names.Of(subscription.Endpoint)}").Order(StringComparer.Ordinal).ToList();
                return $"{FlowNodes.ShortName(topic.Resource)}: {(hears.Count == 0 ? "nobody subscribes in the template" : string.Join(", ", hears))}";
            }).Order(StringComparer.Ordinal));
        }
    }
}

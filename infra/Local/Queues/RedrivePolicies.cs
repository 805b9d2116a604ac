using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Queues;

/// <summary>
/// Checks that SQS makes when a queue with a redrive policy is created.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
/// </summary>
internal static class RedrivePolicies
{
    private const int MaximumReceiveCount = 1_000;

    /// <summary>Why SQS would refuse a queue's redrive policy; null when it wouldn't.</summary>
    public static string? ReasonToRefuse(QueueResource source, RedrivePolicy policy, QueueResource? deadLetterQueue) =>
        deadLetterQueue switch
        {
            null => $"the dead-letter queue {policy.DeadLetterTargetArn} is not part of this deployment; define it in the same app.",
            _ when deadLetterQueue.Fifo != source.Fifo =>
                $"the dead-letter queue of a {Kind(source)} queue must be one too, and {deadLetterQueue.Name} is a {Kind(deadLetterQueue)} queue.",
            _ when policy.MaxReceiveCount is < 1 or > MaximumReceiveCount =>
                $"maxReceiveCount must be 1 to {MaximumReceiveCount}, and is {policy.MaxReceiveCount}.",
            _ when !Allows(deadLetterQueue, source.Arn) =>
                $"the RedriveAllowPolicy of {deadLetterQueue.Name} does not allow this queue as a source.",
            _ => null,
        };

    private static bool Allows(QueueResource deadLetterQueue, string sourceArn)
    {
        var policy = deadLetterQueue.RedriveAllowPolicy;
        return policy?["redrivePermission"]?.GetValue<string>() switch
        {
            "denyAll" => false,
            "byQueue" => policy["sourceQueueArns"] is JsonArray arns && arns.Any(arn => arn?.GetValue<string>() == sourceArn),
            _ => true,
        };
    }

    private static string Kind(QueueResource queue) => queue.Fifo ? "FIFO" : "standard";
}

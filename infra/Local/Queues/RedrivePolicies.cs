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

    /// <summary>Gives each queue its dead-letter queue.</summary>
    /// <exception cref="RefusedException">A redrive policy that SQS would refuse.</exception>
    public static void Connect(IReadOnlyDictionary<string, Queue> byArn)
    {
        var refusals = new List<Refusal>();
        foreach (var queue in byArn.Values)
        {
            if (queue.Resource.RedrivePolicy is { } policy)
            {
                queue.DeadLetterQueue = byArn.GetValueOrDefault(policy.DeadLetterTargetArn);
                if (ReasonToRefuse(queue.Resource, policy, queue.DeadLetterQueue?.Resource) is { } reason)
                {
                    refusals.Add(new(queue.Resource.Resource.Path, reason));
                }
            }
        }

        if (refusals.Count > 0)
        {
            throw new RefusedException(refusals);
        }
    }

    /// <summary>Why SQS would refuse a queue's redrive policy; null when it wouldn't.</summary>
    private static string? ReasonToRefuse(QueueResource source, RedrivePolicy policy, QueueResource? deadLetterQueue) =>
        deadLetterQueue switch
        {
            null => $"the dead-letter queue {policy.DeadLetterTargetArn} is not part of this deployment; define it in the same app.",
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
}

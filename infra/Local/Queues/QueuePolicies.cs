using SensorWatch.Local.Access;
using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Queues;

/// <summary>
/// The queues' resource policies. An AWS service may use a queue only if a policy of the queue says so.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions
/// </summary>
public sealed class QueuePolicies
{
    private readonly ILookup<string, PolicyDocument> _byQueueUrl;

    /// <summary>Reads the policies.</summary>
    /// <exception cref="RefusedException">A policy that breaks the grammar.</exception>
    public QueuePolicies(IReadOnlyList<QueuePolicyResource> policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        var refusals = Refusals(policies);
        if (refusals.Count > 0)
        {
            throw new RefusedException(refusals);
        }

        _byQueueUrl = (
            from policy in policies
            let document = PolicyDocument.Parse(policy.PolicyDocument)
            from url in policy.QueueUrls
            select (url, document)).ToLookup(p => p.url, p => p.document);
    }

    /// <summary>The policies that break the grammar: SQS would refuse them.</summary>
    public static IReadOnlyList<Refusal> Refusals(IReadOnlyList<QueuePolicyResource> policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        var refusals = new List<Refusal>();
        foreach (var policy in policies)
        {
            try
            {
                PolicyDocument.Parse(policy.PolicyDocument);
            }
            catch (FormatException invalid)
            {
                refusals.Add(new(policy.Resource.Path, invalid.Message));
            }
        }

        return refusals;
    }

    /// <summary>Whether a service may send messages to a queue on behalf of a resource.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="service">The service's principal: <c>events.amazonaws.com</c>.</param>
    /// <param name="sourceArn">The resource for which the service acts, such as a rule's ARN.</param>
    public bool AllowSend(QueueResource queue, string service, string sourceArn)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentNullException.ThrowIfNull(sourceArn);
        return ServiceAccess.IsAllowed(_byQueueUrl[queue.Url], service, "sqs:SendMessage", queue.Arn, sourceArn);
    }
}

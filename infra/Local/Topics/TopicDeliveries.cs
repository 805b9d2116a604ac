using Microsoft.Data.Sqlite;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Queues;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Topics;

/// <summary>Hands a topic's messages to its subscriptions: to queues and functions that let SNS in. For others it says what would go out.</summary>
internal sealed class TopicDeliveries(QueueService queues, QueuePolicies policies, FunctionTargets functions)
{
    private const string Principal = "sns.amazonaws.com";

    /// <summary>Delivers a message within the caller's transaction.</summary>
    /// <param name="connection">The connection of that transaction.</param>
    /// <param name="subscription">To which subscription.</param>
    /// <param name="taken">The message.</param>
    /// <param name="changed">Gets the ARNs of queues and functions that have something new, for <see cref="Announce"/>.</param>
    public TopicDelivery Deliver(SqliteConnection connection, SubscriptionResource subscription, TakenMessage taken, HashSet<string> changed)
    {
        var text = TopicRules.TextFor(taken.Message, subscription.Protocol);
        var raw = subscription.RawMessageDelivery || subscription.Protocol is "email" or "sms";
        var body = raw ? text : Notification.Wrap(taken.Message, text, taken.MessageId, subscription.TopicArn, taken.At);
        if (!SubscriptionProtocols.IsDelivered(subscription.Protocol))
        {
            return new(subscription.Protocol, subscription.Endpoint, body);
        }

        var outgoing = new OutgoingMessage { Body = body };
        if (raw)
        {
            outgoing = outgoing with { Attributes = taken.Message.Attributes };
        }

        // None of these failures is one that trying again could mend, so SNS doesn't try:
        // https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
        var problem = subscription.Protocol == SubscriptionProtocols.Function
            ? TryInvoke(connection, subscription, SnsEvent.Write(taken.Message, text, taken.MessageId, subscription.TopicArn, subscription.Arn, taken.At), changed)
            : TrySend(connection, subscription.Endpoint, subscription.TopicArn, outgoing, changed);
        if (problem is not null && subscription.DeadLetterArn is { } deadLetterArn)
        {
            problem += TrySend(connection, deadLetterArn, subscription.TopicArn, outgoing, changed) is { } lost
                ? $" Nor does its dead-letter queue take it: {lost}"
                : " It is in the subscription's dead-letter queue.";
        }

        return new(subscription.Protocol, subscription.Endpoint, body, problem);
    }

    /// <summary>Tells queues and functions, after the commit, that they have something new.</summary>
    public void Announce(IEnumerable<string> changed)
    {
        foreach (var arn in changed)
        {
            if (FunctionTargets.IsFunction(arn))
            {
                functions.Announce(arn);
            }
            else
            {
                queues.Announce(arn);
            }
        }
    }

    /// <summary>Invokes a function asynchronously; null when Lambda took it.</summary>
    private string? TryInvoke(SqliteConnection connection, SubscriptionResource subscription, byte[] payload, HashSet<string> changed)
    {
        if (functions.Find(subscription.Endpoint) is not { } function)
        {
            return $"The function {subscription.Endpoint} does not exist in this deployment.";
        }

        if (!functions.AllowInvoke(function, Principal, subscription.TopicArn))
        {
            return $"No policy of {function.Arn} allows {Principal} to perform lambda:InvokeFunction for the topic {subscription.TopicArn}.";
        }

        functions.Accept(connection, function.Arn, payload);
        changed.Add(function.Arn);
        return null;
    }

    /// <summary>Sends a message to a queue; null when the queue took it.</summary>
    private string? TrySend(SqliteConnection connection, string queueArn, string topicArn, OutgoingMessage message, HashSet<string> changed)
    {
        if (queues.FindByArn(queueArn) is not { } queue)
        {
            return $"The queue {queueArn} does not exist in this deployment.";
        }

        if (!policies.AllowSend(queue, Principal, topicArn))
        {
            return $"No policy of {queueArn} allows {Principal} to perform sqs:SendMessage for the topic {topicArn}.";
        }

        try
        {
            queues.Send(connection, queueArn, message);
            changed.Add(queueArn);
            return null;
        }
        catch (AwsException refused)
        {
            return refused.Message;
        }
    }
}

/// <summary>A message that a topic takes.</summary>
/// <param name="MessageId">The id that SNS gives it.</param>
/// <param name="At">When.</param>
/// <param name="Message">What was published.</param>
internal sealed record TakenMessage(string MessageId, DateTimeOffset At, TopicMessage Message);

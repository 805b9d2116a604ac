using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Topics;

/// <summary>
/// The deployment's SNS topics. A message that a topic took is in the queues of its subscriptions, and accepted as
/// asynchronous invocations of its functions, when the call returns, all in one transaction. What would go to people or into the world, by e-mail, SMS or HTTP, is shown in the log, and
/// kept with the message for <see cref="Messages"/>.
/// </summary>
public sealed class TopicService
{
    private const string Principal = "sns.amazonaws.com";
    private const string QueueProtocol = "sqs";
    private const string FunctionProtocol = "lambda";

    /// <summary>Protocols of which nothing leaves this machine; those ending in <c>-json</c> and HTTP get SNS's envelope.</summary>
    private static readonly string[] ShownProtocols = ["email", "email-json", "http", "https", "sms"];

    private readonly Database _database;
    private readonly QueueService _queues;
    private readonly QueuePolicies _policies;
    private readonly FunctionTargets _functions;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ILookup<string, SubscriptionResource> _byTopic;

    /// <param name="database">Keeps the messages.</param>
    /// <param name="queues">Where subscriptions lead.</param>
    /// <param name="policies">What the queues let SNS do.</param>
    /// <param name="functions">Where other subscriptions lead.</param>
    /// <param name="topics">The topics.</param>
    /// <param name="subscriptions">Their subscriptions.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Shows what would be sent.</param>
    /// <exception cref="RefusedException">Something that <see cref="Refusals"/> lists.</exception>
    public TopicService(
        Database database,
        QueueService queues,
        IReadOnlyList<QueuePolicyResource> policies,
        FunctionTargets functions,
        IReadOnlyList<TopicResource> topics,
        IReadOnlyList<SubscriptionResource> subscriptions,
        TimeProvider time,
        ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(database);
        if (Refusals(topics, subscriptions) is { Count: > 0 } refusals)
        {
            throw new RefusedException(refusals);
        }

        (_database, _queues, _functions, _time, _logger) = (database, queues, functions, time, logger);
        _policies = new(policies);
        _byTopic = subscriptions.ToLookup(subscription => subscription.TopicArn);
        Topics = topics;
        database.Run(TopicStore.CreateTables);
    }

    /// <summary>The topics in the templates' order.</summary>
    public IReadOnlyList<TopicResource> Topics { get; }

    /// <summary>Hears of messages.</summary>
    internal Tracer Trace { get; init; } = Tracer.None;

    /// <summary>Counts what SNS would bill.</summary>
    internal UsageMeter Usage { get; init; } = new();

    /// <summary>All subscriptions, topic by topic.</summary>
    public IEnumerable<SubscriptionResource> Subscriptions => Topics.SelectMany(topic => _byTopic[topic.Arn]);

    /// <summary>What topics and subscriptions ask for that isn't done here.</summary>
    public static IReadOnlyList<Refusal> Refusals(IReadOnlyList<TopicResource> topics, IReadOnlyList<SubscriptionResource> subscriptions) =>
    [
        .. topics.Where(topic => topic.Fifo).Select(topic => new Refusal(topic.Resource.Path, "FIFO topics are not run here; standard topics are.")),
        .. from subscription in subscriptions
           let reason = ReasonToRefuse(subscription, topics)
           where reason is not null
           select new Refusal(subscription.Resource.Path, reason),
    ];

    /// <summary>The topic with that ARN; null without one.</summary>
    public TopicResource? Find(string topicArn) => Topics.FirstOrDefault(topic => topic.Arn == topicArn);

    /// <summary>The subscriptions of a topic.</summary>
    public IEnumerable<SubscriptionResource> SubscriptionsOf(string topicArn) => _byTopic[topicArn];

    /// <summary>What a topic has taken, the oldest first, with what went to each of its subscriptions.</summary>
    public IReadOnlyList<PublishedMessage> Messages(string topicArn) =>
        _database.Run(connection => TopicStore.Messages(connection, topicArn));

    /// <summary>Publishes a message.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="AwsException">What SNS would answer: no such topic, a message too large and the like.</exception>
    public string Publish(string topicArn, TopicMessage message)
    {
        var messageId = Put(topicArn, message);
        Usage.AddChunks(UsageItem.Publishes, TopicRules.Size(message));
        return messageId;
    }

    /// <summary>Publishes a message as one of a request, which the caller counts.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="AwsException">What SNS would answer: no such topic, a message too large and the like.</exception>
    internal string Put(string topicArn, TopicMessage message)
    {
        var (messageId, complete) = _database.Run(connection => Put(connection, topicArn, message));
        complete();
        return messageId;
    }

    /// <summary>Publishes a message within the caller's transaction.</summary>
    /// <returns>The message's id, and what to call after the commit.</returns>
    /// <exception cref="AwsException">What SNS would answer: no such topic, a message too large and the like.</exception>
    internal (string MessageId, Action Complete) Publish(SqliteConnection connection, string topicArn, TopicMessage message)
    {
        var put = Put(connection, topicArn, message);
        Usage.AddChunks(UsageItem.Publishes, TopicRules.Size(message));
        return put;
    }

    private (string MessageId, Action Complete) Put(SqliteConnection connection, string topicArn, TopicMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var topic = Find(topicArn) ?? throw SnsErrors.NotFound();
        TopicRules.Check(message);
        var messageId = Guid.NewGuid().ToString();
        var now = _time.GetUtcNow();
        var changed = new HashSet<string>();
        var deliveries = Deliver(connection, topic, message, messageId, now, changed);
        TopicStore.Insert(connection, topicArn, new(messageId, message.Subject, message.Message, now, deliveries));
        return (messageId, Complete);

        void Complete()
        {
            foreach (var arn in changed)
            {
                if (FunctionTargets.IsFunction(arn))
                {
                    _functions.Announce(arn);
                }
                else
                {
                    _queues.Announce(arn);
                }
            }

            Log(topic, message, messageId, deliveries);
        }
    }

    private static string? ReasonToRefuse(SubscriptionResource subscription, IReadOnlyList<TopicResource> topics)
    {
        if (topics.All(topic => topic.Arn != subscription.TopicArn))
        {
            return $"its topic {subscription.TopicArn} is not part of this deployment.";
        }

        if (subscription is { Protocol: FunctionProtocol, RawMessageDelivery: true })
        {
            return $"Delivery protocol [{FunctionProtocol}] does not support raw message delivery.";
        }

        return subscription.Protocol is QueueProtocol or FunctionProtocol || ShownProtocols.Contains(subscription.Protocol)
            ? null
            : $"subscriptions with protocol {subscription.Protocol} are not served here; {QueueProtocol} and {FunctionProtocol} are, and of "
                + $"{string.Join(", ", ShownProtocols)} is shown what would be sent.";
    }

    private List<TopicDelivery> Deliver(
        SqliteConnection connection, TopicResource topic, TopicMessage message, string messageId, DateTimeOffset now, HashSet<string> changed)
    {
        var step = StepId.Notification(messageId);
        List<SubscriptionResource> subscriptions = [.. _byTopic[topic.Arn]];
        List<TopicDelivery> deliveries;
        using (new TraceContext(topic.Resource.Path, [step]) { Text = message.Message }.Enter())
        {
            deliveries = [.. subscriptions.Select(subscription => Deliver(connection, subscription, message, messageId, now, changed))];
        }

        List<string> problems = [.. deliveries.Where(delivery => delivery.Problem is not null).Select(delivery => $"{delivery.Endpoint}: {delivery.Problem}")];
        Trace.Record(new(FactKind.Notified, step)
        {
            Node = topic.Resource.Path,
            Text = message.Message,
            Data = new() { ["subject"] = message.Subject, ["problems"] = problems.Count == 0 ? null : string.Join(" ", problems) },
            Onward = [.. subscriptions.Where(subscription => ShownProtocols.Contains(subscription.Protocol)).Select(subscription => subscription.Resource.Path)],
        });
        return deliveries;
    }

    private TopicDelivery Deliver(
        SqliteConnection connection,
        SubscriptionResource subscription,
        TopicMessage message,
        string messageId,
        DateTimeOffset now,
        HashSet<string> changed)
    {
        var text = TopicRules.TextFor(message, subscription.Protocol);
        var raw = subscription.RawMessageDelivery || subscription.Protocol is "email" or "sms";
        var body = raw ? text : Notification.Wrap(message, text, messageId, subscription.TopicArn, now);
        if (subscription.Protocol is not (QueueProtocol or FunctionProtocol))
        {
            TopicUsage.Deliver(Usage, subscription.Protocol, body);
            return new(subscription.Protocol, subscription.Endpoint, body);
        }

        var outgoing = new OutgoingMessage { Body = body };
        if (raw)
        {
            outgoing = outgoing with { Attributes = message.Attributes };
        }

        // None of these failures is one that trying again could mend, so SNS doesn't try:
        // https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
        var problem = subscription.Protocol == FunctionProtocol
            ? TryInvoke(connection, subscription, SnsEvent.Write(message, text, messageId, subscription.TopicArn, subscription.Arn, now), changed)
            : TrySend(connection, subscription.Endpoint, subscription.TopicArn, outgoing, changed);
        if (problem is not null && subscription.DeadLetterArn is { } deadLetterArn)
        {
            problem += TrySend(connection, deadLetterArn, subscription.TopicArn, outgoing, changed) is { } lost
                ? $" Nor does its dead-letter queue take it: {lost}"
                : " It is in the subscription's dead-letter queue.";
        }

        return new(subscription.Protocol, subscription.Endpoint, body, problem);
    }

    /// <summary>Invokes a function asynchronously; null when Lambda took it.</summary>
    private string? TryInvoke(SqliteConnection connection, SubscriptionResource subscription, byte[] payload, HashSet<string> changed)
    {
        if (_functions.Find(subscription.Endpoint) is not { } function)
        {
            return $"The function {subscription.Endpoint} does not exist in this deployment.";
        }

        if (!_functions.AllowInvoke(function, Principal, subscription.TopicArn))
        {
            return $"No policy of {function.Arn} allows {Principal} to perform lambda:InvokeFunction for the topic {subscription.TopicArn}.";
        }

        _functions.Accept(connection, function.Arn, payload);
        changed.Add(function.Arn);
        return null;
    }

    /// <summary>Sends a message to a queue; null when the queue took it.</summary>
    private string? TrySend(SqliteConnection connection, string queueArn, string topicArn, OutgoingMessage message, HashSet<string> changed)
    {
        if (_queues.FindByArn(queueArn) is not { } queue)
        {
            return $"The queue {queueArn} does not exist in this deployment.";
        }

        if (!_policies.AllowSend(queue, Principal, topicArn))
        {
            return $"No policy of {queueArn} allows {Principal} to perform sqs:SendMessage for the topic {topicArn}.";
        }

        try
        {
            _queues.Send(connection, queueArn, message);
            changed.Add(queueArn);
            return null;
        }
        catch (AwsException refused)
        {
            return refused.Message;
        }
    }

    private void Log(TopicResource topic, TopicMessage message, string messageId, List<TopicDelivery> deliveries)
    {
        var what = message.Subject ?? message.Message;
        if (deliveries.Count == 0)
        {
            _logger.LogInformation("Topic {Topic}: message {MessageId} '{What}' goes to nobody, since the topic has no subscriptions", topic.Name, messageId, what);
        }

        foreach (var delivery in deliveries)
        {
            if (delivery.Problem is { } problem)
            {
                _logger.LogWarning("Topic {Topic}: message {MessageId} did not reach {Endpoint}. {Problem}", topic.Name, messageId, delivery.Endpoint, problem);
            }
            else
            {
                _logger.LogInformation(
                    "Topic {Topic}: message {MessageId} '{What}' {Verb} {Protocol} {Endpoint}",
                    topic.Name,
                    messageId,
                    what,
                    delivery.Protocol is QueueProtocol or FunctionProtocol ? "was sent to" : "would be sent to",
                    delivery.Protocol,
                    delivery.Endpoint);
            }
        }
    }
}

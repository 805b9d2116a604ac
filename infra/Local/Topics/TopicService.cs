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
/// asynchronous invocations of its functions, when the call returns, all in one transaction. What would go to people or into
/// the world, by e-mail, SMS or HTTP, is shown in the log, and kept with the message for <see cref="Messages"/>.
/// </summary>
public sealed class TopicService
{
    private readonly Database _database;
    private readonly TopicDeliveries _deliveries;
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
    /// <exception cref="RefusedException">Something that <see cref="TopicRefusals"/> lists.</exception>
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
        if (TopicRefusals.Of(topics, subscriptions) is { Count: > 0 } refusals)
        {
            throw new RefusedException(refusals);
        }

        (_database, _time, _logger) = (database, time, logger);
        _deliveries = new(queues, new(policies), functions);
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
        var taken = new TakenMessage(Guid.NewGuid().ToString(), _time.GetUtcNow(), message);
        var changed = new HashSet<string>();
        var deliveries = Deliver(connection, topic, taken, changed);
        TopicStore.Insert(connection, topicArn, new(taken.MessageId, message.Subject, message.Message, taken.At, deliveries));
        return (taken.MessageId, Complete);

        void Complete()
        {
            _deliveries.Announce(changed);
            Log(topic, taken, deliveries);
        }
    }

    private List<TopicDelivery> Deliver(SqliteConnection connection, TopicResource topic, TakenMessage taken, HashSet<string> changed)
    {
        var step = StepId.Notification(taken.MessageId);
        List<SubscriptionResource> subscriptions = [.. _byTopic[topic.Arn]];
        List<TopicDelivery> deliveries;
        using (new TraceContext(topic.Resource.Path, [step]) { Text = taken.Message.Message }.Enter())
        {
            deliveries = [.. subscriptions.Select(subscription => _deliveries.Deliver(connection, subscription, taken, changed))];
        }

        deliveries.ForEach(delivery => TopicUsage.Deliver(Usage, delivery.Protocol, delivery.Body));
        List<string> problems = [.. deliveries.Where(delivery => delivery.Problem is not null).Select(delivery => $"{delivery.Endpoint}: {delivery.Problem}")];
        Trace.Record(new(FactKind.Notified, step)
        {
            Node = topic.Resource.Path,
            Text = taken.Message.Message,
            Data = new() { ["subject"] = taken.Message.Subject, ["problems"] = problems.Count == 0 ? null : string.Join(" ", problems) },
            Onward = [.. subscriptions.Where(subscription => SubscriptionProtocols.Shown.Contains(subscription.Protocol)).Select(subscription => subscription.Resource.Path)],
        });
        return deliveries;
    }

    private void Log(TopicResource topic, TakenMessage taken, List<TopicDelivery> deliveries)
    {
        var what = taken.Message.Subject ?? taken.Message.Message;
        if (deliveries.Count == 0)
        {
            _logger.LogInformation("Topic {Topic}: message {MessageId} '{What}' goes to nobody, since the topic has no subscriptions", topic.Name, taken.MessageId, what);
        }

        foreach (var delivery in deliveries)
        {
            if (delivery.Problem is { } problem)
            {
                _logger.LogWarning("Topic {Topic}: message {MessageId} did not reach {Endpoint}. {Problem}", topic.Name, taken.MessageId, delivery.Endpoint, problem);
            }
            else
            {
                _logger.LogInformation(
                    "Topic {Topic}: message {MessageId} '{What}' {Verb} {Protocol} {Endpoint}",
                    topic.Name,
                    taken.MessageId,
                    what,
                    SubscriptionProtocols.IsDelivered(delivery.Protocol) ? "was sent to" : "would be sent to",
                    delivery.Protocol,
                    delivery.Endpoint);
            }
        }
    }
}

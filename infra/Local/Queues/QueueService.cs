using Microsoft.Data.Sqlite;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Queues;

/// <summary>
/// The deployment's SQS queues. A message that a call accepted is in the database when the call returns; whoever waits
/// for it (<see cref="WaitForMessageAsync"/>) is woken after the commit.
/// </summary>
/// <remarks>
/// The overloads with a connection work inside a caller's <see cref="Database.Run{T}"/>, so that several queues change
/// together or not at all; after the commit the caller calls <see cref="Announce"/> for each of them.
/// </remarks>
public sealed class QueueService
{
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromSeconds(60);

    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, Queue> _byArn = [];
    private readonly MessageReceiver _receiver;
    private readonly MessageSequence _sequence;

    /// <summary>Opens the queues; messages that the database keeps from an earlier run are there again.</summary>
    /// <exception cref="RefusedException">A redrive policy that SQS would refuse.</exception>
    public QueueService(Database database, IReadOnlyList<QueueResource> queues, TimeProvider time, Tracer? trace = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(queues);
        ArgumentNullException.ThrowIfNull(time);
        _database = database;
        _time = time;
        Queues = queues;
        Trace = trace ?? Tracer.None;
        _sequence = database.Run(connection =>
        {
            MessageStore.CreateTables(connection);
            foreach (var resource in queues)
            {
                var (id, createdAt) = MessageStore.OpenQueue(connection, resource.Arn, time.GetUtcNow());
                _byArn.Add(resource.Arn, new(resource, id, createdAt, new(time)));
            }

            return new MessageSequence(MessageStore.LastSequence(connection));
        });
        RedrivePolicies.Connect(_byArn);
        _receiver = new(database, _sequence, time, Trace);
        MoveTasks = new(database, this, time);
    }

    /// <summary>The queues in the templates' order.</summary>
    public IReadOnlyList<QueueResource> Queues { get; }

    internal MoveTasks MoveTasks { get; }

    /// <summary>Hears of messages.</summary>
    internal Tracer Trace { get; }

    /// <summary>Counts the requests that SQS would bill.</summary>
    internal UsageMeter Usage { get; init; } = new();

    /// <summary>The queue with that ARN; null without one.</summary>
    public QueueResource? FindByArn(string arn) => _byArn.GetValueOrDefault(arn)?.Resource;

    /// <summary>The queue with that name; null without one.</summary>
    public QueueResource? FindByName(string name) => Queues.FirstOrDefault(q => q.Name == name);

    /// <summary>The queue with that URL, of which only the path <c>/ACCOUNT/NAME</c> counts, so that any endpoint will do; null without one.</summary>
    public QueueResource? FindByUrl(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.Split('/') is [.., var account, var name]
            ? Queues.FirstOrDefault(q => q.Name == name && _byArn[q.Arn].Account == account)
            : null;
    }

    /// <summary>Sends a message.</summary>
    /// <exception cref="AwsException">What SQS would answer: a message too large, invalid characters and the like.</exception>
    public SentMessage Send(string queueArn, OutgoingMessage message) => Run(queueArn, connection => Send(connection, queueArn, message));

    /// <inheritdoc cref="Send(string, OutgoingMessage)"/>
    public SentMessage Send(SqliteConnection connection, string queueArn, OutgoingMessage message)
    {
        var sent = Put(connection, queueArn, message);
        Usage.AddChunks(UsageItem.MessageSends, MessageRules.Size(message));
        return sent;
    }

    /// <summary>Sends a message as one of a request, which the caller counts.</summary>
    /// <exception cref="AwsException">What SQS would answer: a message too large, invalid characters and the like.</exception>
    internal SentMessage Put(SqliteConnection connection, string queueArn, OutgoingMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var queue = Get(queueArn);
        MessageRules.Check(queue.Resource, message);
        var now = _time.GetUtcNow();
        var stored = new StoredMessage
        {
            Sequence = _sequence.Next(now),
            MessageId = Guid.NewGuid().ToString(),
            Body = message.Body,
            Md5 = MessageDigest.OfBody(message.Body),
            Attributes = MessageStore.ToText(message.Attributes),
            Sender = queue.Account,
            TraceHeader = message.TraceHeader,
            GroupId = message.MessageGroupId,
            SentAt = now.ToUnixTimeMilliseconds(),
            VisibleAt = now.AddSeconds(message.DelaySeconds ?? queue.Resource.DelaySeconds).ToUnixTimeMilliseconds(),
        };
        MessageStore.Insert(connection, queue, stored);
        Trace.Record(new(FactKind.Sent, StepId.Message(stored.MessageId)) { Node = queue.Node, Text = stored.Body });
        return new(stored.MessageId, stored.Md5);
    }

    /// <summary>Receives messages: they are invisible to others until the visibility time-out ends.</summary>
    /// <param name="queueArn">The queue.</param>
    /// <param name="maximum">How many at most; SQS's API allows 10, this method any number.</param>
    /// <param name="visibilityTimeout">In seconds; null for the queue's own.</param>
    /// <param name="fits">Asked before each message is taken; the first that doesn't fit and all after it stay in the queue.</param>
    public IReadOnlyList<ReceivedMessage> Receive(
        string queueArn,
        int maximum,
        int? visibilityTimeout = null,
        Func<ReceivedMessage, bool>? fits = null)
    {
        var messages = _receiver.Receive(Get(queueArn), maximum, visibilityTimeout, fits);
        MessageUsage.Receive(Usage, messages);
        return messages;
    }

    /// <summary>Deletes messages that were received; a receipt handle that a later receive replaced deletes nothing.</summary>
    /// <exception cref="AwsException">A receipt handle that is none of this queue.</exception>
    public void Delete(string queueArn, IReadOnlyCollection<string> receiptHandles) => Run(queueArn, connection =>
    {
        foreach (var handle in receiptHandles)
        {
            Delete(connection, queueArn, handle);
        }

        return receiptHandles.Count;
    });

    /// <inheritdoc cref="Delete(string, IReadOnlyCollection{string})"/>
    public void Delete(SqliteConnection connection, string queueArn, string receiptHandle)
    {
        var queue = Get(queueArn);
        var receipt = ReceiptHandle.Parse(receiptHandle, queue) ?? throw SqsErrors.ReceiptHandleIsInvalid(receiptHandle);
        if (MessageStore.Delete(connection, queue, receipt) is { } messageId)
        {
            Trace.Record(new(FactKind.Handled, StepId.Message(messageId)) { Node = queue.Node });
        }
    }

    /// <summary>Makes messages that were received visible again at another time.</summary>
    /// <param name="queueArn">The queue.</param>
    /// <param name="receiptHandles">Of the receives.</param>
    /// <param name="visibilityTimeout">Seconds from now, 0-43,200.</param>
    /// <exception cref="AwsException">A message that isn't in flight by that handle, or a time-out out of range.</exception>
    public void ChangeVisibility(string queueArn, IReadOnlyCollection<string> receiptHandles, int visibilityTimeout) => Run(queueArn, connection =>
    {
        foreach (var handle in receiptHandles)
        {
            ChangeVisibility(connection, queueArn, handle, visibilityTimeout);
        }

        return receiptHandles.Count;
    });

    /// <inheritdoc cref="ChangeVisibility(string, IReadOnlyCollection{string}, int)"/>
    public void ChangeVisibility(SqliteConnection connection, string queueArn, string receiptHandle, int visibilityTimeout)
    {
        var queue = Get(queueArn);
        var receipt = ReceiptHandle.Parse(receiptHandle, queue) ?? throw SqsErrors.ReceiptHandleIsInvalid(receiptHandle);
        var message = MessageStore.Find(connection, queue, receipt.Sequence);
        var visibleAt = VisibilityChange.Decide(message, receiptHandle, receipt, visibilityTimeout, _time.GetUtcNow());
        MessageStore.SetVisibleAt(connection, receipt.Sequence, visibleAt);
    }

    /// <summary>Deletes all messages of a queue.</summary>
    /// <exception cref="AwsException">Less than 60 seconds have passed since the last time.</exception>
    public void Purge(string queueArn)
    {
        var queue = Get(queueArn);
        var now = _time.GetUtcNow();
        if (!Run(queueArn, connection => MessageStore.Purge(connection, queue, now, now - PurgeInterval)))
        {
            throw SqsErrors.PurgeQueueInProgress(queue.Resource.Name);
        }
    }

    /// <summary>How many messages a queue holds.</summary>
    public MessageCounts Count(string queueArn)
    {
        var queue = Get(queueArn);
        var now = _time.GetUtcNow();
        return _database.Run(connection =>
        {
            MessageStore.DeleteExpired(connection, queue, now);
            return MessageStore.Count(connection, queue, now);
        });
    }

    /// <summary>How long ago the oldest message was sent that is in the queue, in flight or not; zero without one.</summary>
    public TimeSpan AgeOfOldestMessage(string queueArn)
    {
        var queue = Get(queueArn);
        var now = _time.GetUtcNow();
        return _database.Run(connection =>
        {
            MessageStore.DeleteExpired(connection, queue, now);
            return MessageStore.OldestSentAt(connection, queue) is { } sentAt ? now - sentAt : TimeSpan.Zero;
        });
    }

    /// <summary>
    /// Completes as soon as a message may be received: after a send, or when a delay or a visibility time-out ends. Someone
    /// else may get it first; then wait again.
    /// </summary>
    public async Task WaitForMessageAsync(string queueArn, CancellationToken cancellationToken)
    {
        var queue = Get(queueArn);
        // Registered before the look, so that a send between the two is not missed.
        var waiter = queue.Signal.Register();
        try
        {
            if (_database.Run(connection => MessageStore.NextVisible(connection, queue)) is { } next)
            {
                queue.Signal.WakeAt(next);
            }

            await waiter.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            queue.Signal.Unregister(waiter);
        }
    }

    /// <summary>Wakes those who wait for messages of a queue: call it after the commit of a change made with a connection.</summary>
    public void Announce(string queueArn) => Get(queueArn).Signal.Wake();

    /// <summary>Does work on one queue in one transaction and announces it.</summary>
    internal T Run<T>(string queueArn, Func<SqliteConnection, T> work)
    {
        var result = _database.Run(work);
        Announce(queueArn);
        return result;
    }

    internal Queue Get(string queueArn) =>
        _byArn.GetValueOrDefault(queueArn) ?? throw SqsErrors.QueueDoesNotExist();

    /// <summary>ARNs of the queues whose dead-letter queue this is.</summary>
    internal IEnumerable<Queue> SourcesOf(Queue deadLetterQueue) => _byArn.Values.Where(q => q.DeadLetterQueue == deadLetterQueue);

    /// <summary>The next message's place in the order of arrival.</summary>
    internal long NextSequence(DateTimeOffset now) => _sequence.Next(now);
}

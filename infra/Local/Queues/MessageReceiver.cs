using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Queues;

/// <summary>
/// Takes messages out of queues for a while. A message that was received as often as its redrive policy allows goes to the
/// dead-letter queue at the next receive instead.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
/// </summary>
internal sealed class MessageReceiver(Database database, MessageSequence sequence, TimeProvider time, Tracer trace)
{
    /// <inheritdoc cref="QueueService.Receive"/>
    public IReadOnlyList<ReceivedMessage> Receive(Queue queue, int maximum, int? visibilityTimeout, Func<ReceivedMessage, bool>? fits)
    {
        var now = time.GetUtcNow();
        var visibleAt = now.AddSeconds(visibilityTimeout ?? queue.Resource.VisibilityTimeout);
        var (received, redriven) = database.Run(connection =>
        {
            MessageStore.DeleteExpired(connection, queue, now);
            var (candidates, redriven) = TakeCandidates(connection, queue, now, maximum);
            return (Take(connection, queue, candidates, now, visibleAt, fits), redriven);
        });
        if (redriven)
        {
            queue.DeadLetterQueue!.Signal.Wake();
        }

        return received;
    }

    private static List<ReceivedMessage> Take(
        SqliteConnection connection,
        Queue queue,
        List<StoredMessage> candidates,
        DateTimeOffset now,
        DateTimeOffset visibleAt,
        Func<ReceivedMessage, bool>? fits)
    {
        var received = new List<ReceivedMessage>(candidates.Count);
        foreach (var candidate in candidates)
        {
            var stored = candidate with
            {
                VisibleAt = visibleAt.ToUnixTimeMilliseconds(),
                ReceivedAt = now.ToUnixTimeMilliseconds(),
                FirstReceivedAt = candidate.FirstReceivedAt ?? now.ToUnixTimeMilliseconds(),
                ReceiveCount = candidate.ReceiveCount + 1,
            };
            var message = ToReceived(queue, stored);
            if (fits is not null && !fits(message))
            {
                break;
            }

            MessageStore.MarkReceived(connection, stored);
            received.Add(message);
        }

        return received;
    }

    /// <summary>The messages to receive. Those that were received too often go to the dead-letter queue instead.</summary>
    private (List<StoredMessage> Candidates, bool Redriven) TakeCandidates(
        SqliteConnection connection,
        Queue queue,
        DateTimeOffset now,
        int maximum)
    {
        var maximumReceives = queue.Resource.RedrivePolicy?.MaxReceiveCount ?? int.MaxValue;
        var redriven = false;
        while (true)
        {
            var candidates = MessageStore.Receivable(connection, queue, now, maximum);
            var exhausted = candidates.FindAll(message => message.ReceiveCount >= maximumReceives);
            if (exhausted.Count == 0)
            {
                return (candidates, redriven);
            }

            exhausted.ForEach(message => Redrive(connection, queue, message, now));
            redriven = true;
        }
    }

    private void Redrive(SqliteConnection connection, Queue queue, StoredMessage message, DateTimeOffset now)
    {
        MessageStore.Delete(connection, message.Sequence);
        MessageStore.Insert(connection, queue.DeadLetterQueue!, message with
        {
            Sequence = sequence.Next(now),
            Source = queue.Arn,
            VisibleAt = now.ToUnixTimeMilliseconds(),
            ReceivedAt = null,
        });
        trace.Record(new(FactKind.DeadLettered, StepId.Message(message.MessageId))
        {
            Node = queue.DeadLetterQueue!.Node,
            Origin = queue.Node,
            Data = new() { ["receives"] = message.ReceiveCount },
        });
    }

    private static ReceivedMessage ToReceived(Queue queue, StoredMessage message) => new()
    {
        MessageId = message.MessageId,
        ReceiptHandle = new ReceiptHandle(queue.Id, message.Sequence, message.ReceiveCount).ToString(),
        Body = message.Body,
        MD5OfBody = message.Md5,
        Attributes = MessageStore.ToAttributes(message.Attributes),
        SentAt = MessageStore.Time(message.SentAt),
        FirstReceivedAt = MessageStore.Time(message.FirstReceivedAt!.Value),
        ReceiveCount = message.ReceiveCount,
        SenderId = message.Sender,
        TraceHeader = message.TraceHeader,
        MessageGroupId = message.GroupId,
        DeadLetterQueueSourceArn = message.Source,
    };
}

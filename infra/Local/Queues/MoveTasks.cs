using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Queues;

/// <summary>
/// Moves a dead-letter queue's messages back to their sources or to another queue. A task is done when the call that
/// starts it returns, in one transaction, whatever its rate: on one machine there is nothing to spare.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
/// </summary>
internal sealed class MoveTasks(Database database, QueueService queues, TimeProvider time)
{
    public const string Completed = "COMPLETED";
    public const string Failed = "FAILED";

    /// <summary>Moves the messages that aren't in flight; they count as new ones there, with new ids and sending times.</summary>
    /// <param name="source">A dead-letter queue.</param>
    /// <param name="destination">Null for the queues that the messages came from.</param>
    /// <param name="rate"><c>MaxNumberOfMessagesPerSecond</c>, kept for the list of tasks.</param>
    /// <returns>The task, ended.</returns>
    public MoveTask Start(Queue source, Queue? destination, int? rate)
    {
        var now = time.GetUtcNow();
        var changed = new HashSet<Queue>();
        var task = database.Run(connection =>
        {
            MessageStore.DeleteExpired(connection, source, now);
            var messages = MessageStore.Receivable(connection, source, now, int.MaxValue);
            var moved = messages
                .TakeWhile(message => Move(connection, message, destination ?? SourceOf(message), now, changed))
                .Count();
            var task = new MoveTask(
                Guid.NewGuid().ToString(),
                source.Arn,
                destination?.Arn,
                rate,
                moved == messages.Count ? Completed : Failed,
                moved,
                messages.Count,
                moved == messages.Count ? null : "CouldNotDetermineMessageSource",
                now);
            Insert(connection, task);
            return task;
        });
        foreach (var queue in changed)
        {
            queue.Signal.Wake();
        }

        return task;
    }

    /// <summary>The latest tasks of a queue, the latest first.</summary>
    public IReadOnlyList<MoveTask> List(Queue source, int maximum) => database.Run(connection => connection.Query(
        "SELECT handle, source, destination, rate, status, moved, to_move, failure, started_at FROM sqs_move_task "
        + "WHERE source = ?1 ORDER BY started_at DESC, rowid DESC LIMIT ?2",
        row => new MoveTask(
            row.GetString(0),
            row.GetString(1),
            row.TextOrNull(2),
            (int?)row.IntegerOrNull(3),
            row.GetString(4),
            row.GetInt64(5),
            row.GetInt64(6),
            row.TextOrNull(7),
            MessageStore.Time(row.GetInt64(8))),
        source.Arn,
        maximum));

    private bool Move(SqliteConnection connection, StoredMessage message, Queue? destination, DateTimeOffset now, HashSet<Queue> changed)
    {
        if (destination is null)
        {
            return false;
        }

        MessageStore.Delete(connection, message.Sequence);
        MessageStore.Insert(connection, destination, message with
        {
            Sequence = queues.NextSequence(now),
            MessageId = Guid.NewGuid().ToString(),
            Source = null,
            SentAt = now.ToUnixTimeMilliseconds(),
            VisibleAt = now.ToUnixTimeMilliseconds(),
            ReceivedAt = null,
            FirstReceivedAt = null,
            ReceiveCount = 0,
        });
        changed.Add(destination);
        return true;
    }

    private Queue? SourceOf(StoredMessage message) =>
        message.Source is { } arn && queues.FindByArn(arn) is not null ? queues.Get(arn) : null;

    private static void Insert(SqliteConnection connection, MoveTask task) => connection.Execute(
        "INSERT INTO sqs_move_task (handle, source, destination, rate, status, moved, to_move, failure, started_at) "
        + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        task.Handle,
        task.SourceArn,
        task.DestinationArn,
        task.MaxNumberOfMessagesPerSecond,
        task.Status,
        task.Moved,
        task.ToMove,
        task.FailureReason,
        task.StartedAt.ToUnixTimeMilliseconds());
}

/// <summary>A message move task, as <c>ListMessageMoveTasks</c> shows it.</summary>
internal sealed record MoveTask(
    string Handle,
    string SourceArn,
    string? DestinationArn,
    int? MaxNumberOfMessagesPerSecond,
    string Status,
    long Moved,
    long ToMove,
    string? FailureReason,
    DateTimeOffset StartedAt);

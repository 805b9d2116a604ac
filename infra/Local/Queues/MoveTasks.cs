using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Queues;

/// <summary>
/// Moves a dead-letter queue's messages back to their sources or to another queue: with a rate so many each second, in
/// the background and on over a restart, else all of them before the call that starts it returns. A second's messages
/// are one transaction.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
/// </summary>
internal sealed class MoveTasks
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Database _database;
    private readonly QueueService _queues;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, ITimer> _running = [];
    private bool _stopped;

    /// <summary>Goes on with the tasks that an earlier run left running.</summary>
    public MoveTasks(Database database, QueueService queues, TimeProvider time)
    {
        (_database, _queues, _time) = (database, queues, time);
        foreach (var task in database.Run(MoveTask.AllRunning))
        {
            Schedule(task);
        }
    }

    /// <summary>Moves the messages that aren't in flight; they count as new ones there, with new ids and sending times.</summary>
    /// <param name="source">A dead-letter queue.</param>
    /// <param name="destination">Null for the queues that the messages came from.</param>
    /// <param name="rate"><c>MaxNumberOfMessagesPerSecond</c>; null moves all at once.</param>
    /// <returns>The task, ended or running.</returns>
    /// <exception cref="Endpoint.AwsException">One is running.</exception>
    public MoveTask Start(Queue source, Queue? destination, int? rate)
    {
        lock (_lock)
        {
            var task = Step(connection =>
            {
                if (MoveTask.AllRunning(connection).Any(running => running.SourceArn == source.Arn))
                {
                    throw SqsErrors.InvalidParameterValue(
                        "There is already a task running. Only one active task is allowed for a source queue arn at a given time.");
                }

                var now = _time.GetUtcNow();
                MessageStore.DeleteExpired(connection, source, now);
                var toMove = MessageStore.Receivable(connection, source, now, int.MaxValue).Count;
                var task = new MoveTask(Guid.NewGuid().ToString(), source.Arn, destination?.Arn, rate, MoveTask.Running, 0, toMove, null, now);
                task.Insert(connection);
                return task;
            })!;
            if (task.IsRunning)
            {
                Schedule(task);
            }

            return task;
        }
    }

    /// <summary>Ends a running task; what it has moved stays moved.</summary>
    /// <returns>The task; null when none of that handle is running.</returns>
    public MoveTask? Cancel(string handle)
    {
        lock (_lock)
        {
            Forget(handle);
            return _database.Run(connection =>
            {
                if (MoveTask.FindRunning(connection, handle) is not { } task)
                {
                    return null;
                }

                var cancelled = task with { Status = MoveTask.Cancelled };
                cancelled.Update(connection);
                return cancelled;
            });
        }
    }

    /// <summary>The latest tasks of a queue, the latest first.</summary>
    public IReadOnlyList<MoveTask> List(Queue source, int maximum) => _database.Run(connection => MoveTask.Of(connection, source, maximum));

    /// <summary>Leaves running tasks to the next run; waits for what one is moving just now.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            foreach (var handle in _running.Keys.ToList())
            {
                Forget(handle);
            }
        }
    }

    /// <summary>Brings a message to another queue, where it counts as a new one, within the caller's transaction.</summary>
    public void Move(SqliteConnection connection, Queue source, StoredMessage message, Queue destination, DateTimeOffset now)
    {
        var messageId = Guid.NewGuid().ToString();
        MessageStore.Delete(connection, message.Sequence);
        MessageStore.Insert(connection, destination, message with
        {
            Sequence = _queues.NextSequence(now),
            MessageId = messageId,
            Source = null,
            SentAt = now.ToUnixTimeMilliseconds(),
            VisibleAt = now.ToUnixTimeMilliseconds(),
            ReceivedAt = null,
            FirstReceivedAt = null,
            ReceiveCount = 0,
        });
        _queues.Trace.Record(new(FactKind.Sent, StepId.Message(messageId))
        {
            Node = destination.Node,
            Origin = source.Node,
            Causes = [StepId.Message(message.MessageId)],
            Text = message.Body,
        });
    }

    private void Schedule(MoveTask task) => _running[task.Handle] = _time.CreateTimer(_ => GoOn(task.Handle), null, Second, Second);

    private void Forget(string handle)
    {
        if (_running.Remove(handle, out var timer))
        {
            timer.Dispose();
        }
    }

    private void GoOn(string handle)
    {
        lock (_lock)
        {
            if (!_stopped && Step(connection => MoveTask.FindRunning(connection, handle)) is not { IsRunning: true })
            {
                Forget(handle);
            }
        }
    }

    /// <summary>Moves what a task may in a second, and tells those who wait for the messages.</summary>
    /// <param name="find">Gives the task, within the transaction; null for none.</param>
    private MoveTask? Step(Func<SqliteConnection, MoveTask?> find)
    {
        var changed = new HashSet<Queue>();
        var task = _database.Run(connection => find(connection) is { } found ? Step(connection, found, changed) : null);
        foreach (var queue in changed)
        {
            queue.Signal.Wake();
        }

        return task;
    }

    private MoveTask Step(SqliteConnection connection, MoveTask task, HashSet<Queue> changed)
    {
        var now = _time.GetUtcNow();
        var after = _queues.FindByArn(task.SourceArn) is null
            ? task with { Status = MoveTask.Failed, FailureReason = "SourceQueueDoesNotExist" }
            : Move(connection, task, _queues.Get(task.SourceArn), now, changed);
        after.Update(connection);
        return after;
    }

    /// <summary>No more than were there at the start: a message that fails again is not moved for ever.</summary>
    private MoveTask Move(SqliteConnection connection, MoveTask task, Queue source, DateTimeOffset now, HashSet<Queue> changed)
    {
        var left = task.ToMove - task.Moved;
        var wanted = (int)Math.Min(task.MaxNumberOfMessagesPerSecond ?? left, left);
        var messages = wanted == 0 ? [] : MessageStore.Receivable(connection, source, now, wanted);
        var moved = messages.TakeWhile(message => TryMove(connection, task, source, message, now, changed)).Count();
        var after = task with { Moved = task.Moved + moved };
        return moved < messages.Count ? after with { Status = MoveTask.Failed, FailureReason = "CouldNotDetermineMessageSource" }
            : moved < wanted || after.Moved == task.ToMove ? after with { Status = MoveTask.Completed }
            : after;
    }

    private bool TryMove(SqliteConnection connection, MoveTask task, Queue source, StoredMessage message, DateTimeOffset now, HashSet<Queue> changed)
    {
        if (DestinationOf(task, message) is not { } destination)
        {
            return false;
        }

        Move(connection, source, message, destination, now);
        changed.Add(destination);
        return true;
    }

    private Queue? DestinationOf(MoveTask task, StoredMessage message) =>
        (task.DestinationArn ?? message.Source) is { } arn && _queues.FindByArn(arn) is not null ? _queues.Get(arn) : null;
}

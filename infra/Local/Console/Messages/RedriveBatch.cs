using System.Text;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Events;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Console.Messages;

/// <summary>Looks where messages belong, and moves them.</summary>
internal sealed class RedriveBatch(ConsoleServices services, QueueRoles roles, IReadOnlyList<CompiledRule> rules)
{
    private const int ReadSize = 1_000;

    /// <summary>What would go where.</summary>
    public RedrivePlan Plan(Queue queue, MessageSearch search)
    {
        var plan = new RedrivePlan();
        var now = services.Clock.GetUtcNow();
        List<StoredMessage> messages;
        do
        {
            messages = services.Database.Run(connection => search.Find(connection, queue, now, ReadSize));
            foreach (var message in messages)
            {
                var destination = Judge(queue, message, now);
                if (destination.Arn is { } arn)
                {
                    plan.Add(arn);
                }
                else
                {
                    plan.Leave(message.MessageId, destination.Problem!);
                }
            }

            search = messages.Count == 0 ? search : search with { After = messages[^1].Sequence };
        }
        while (messages.Count == ReadSize);
        return plan;
    }

    /// <summary>Moves the next messages, in one transaction.</summary>
    /// <param name="queue">The dead-letter queue.</param>
    /// <param name="search">Which.</param>
    /// <param name="limit">How many are looked at.</param>
    /// <returns>How many moved, and the place of the last that was looked at; null when there are no more.</returns>
    public (long Moved, long? Last) Move(Queue queue, MessageSearch search, int limit)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        var (moved, last) = services.Database.Run(connection =>
        {
            var now = services.Clock.GetUtcNow();
            var messages = search.Find(connection, queue, now, limit);
            var moved = messages.Count(message => TryMove(connection, queue, message, now, changed));
            return (moved, messages.Count == limit ? messages[^1].Sequence : (long?)null);
        });
        foreach (var arn in changed)
        {
            if (services.Queues.FindByArn(arn) is null)
            {
                services.Asynchronous.Announce(arn);
            }
            else
            {
                services.Queues.Announce(arn);
            }
        }

        return (moved, last);
    }

    private RedriveDestination Judge(Queue queue, StoredMessage message, DateTimeOffset now) => MessageView.StateOf(message, now) == "visible"
        ? RedriveDestination.Of(message, queue.Resource, roles, rules)
        : RedriveDestination.No($"somebody has received it; it can be moved when its visibility ends, at {ConsoleJson.Format(MessageStore.Time(message.VisibleAt))}");

    private bool TryMove(SqliteConnection connection, Queue queue, StoredMessage message, DateTimeOffset now, HashSet<string> changed)
    {
        var destination = Judge(queue, message, now);
        if (destination.Arn is not { } arn)
        {
            return false;
        }

        using var context = new TraceContext(queue.Node, [StepId.Message(message.MessageId)]).Enter();
        if (services.Queues.FindByArn(arn) is null)
        {
            services.Asynchronous.Accept(connection, arn, Encoding.UTF8.GetBytes(destination.Input ?? message.Body));
            MessageStore.Delete(connection, message.Sequence);
        }
        else if (destination.Input is { } input)
        {
            if (!TrySend(connection, arn, message, input))
            {
                return false;
            }

            MessageStore.Delete(connection, message.Sequence);
        }
        else
        {
            services.Queues.MoveTasks.Move(connection, queue, message, services.Queues.Get(arn), now);
        }

        changed.Add(arn);
        return true;
    }

    /// <summary>What the queue refuses, such as a message too large for it, stays where it is.</summary>
    private bool TrySend(SqliteConnection connection, string arn, StoredMessage message, string input)
    {
        try
        {
            services.Queues.Send(connection, arn, new() { Body = input, TraceHeader = message.TraceHeader, MessageGroupId = message.GroupId });
            return true;
        }
        catch (AwsException)
        {
            return false;
        }
    }
}

using SensorWatch.Local.Queues;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Console.Messages;

/// <summary>How many messages a queue holds.</summary>
/// <param name="Visible">Those that can be received.</param>
/// <param name="InFlight">Those that somebody has received.</param>
/// <param name="Delayed">Those that can't be received yet.</param>
/// <param name="OldestMs">How long ago the oldest was sent, in milliseconds; null without one.</param>
internal sealed record QueueDepth(long Visible, long InFlight, long Delayed, long? OldestMs)
{
    /// <summary>All queues' by ARN, at one moment. Messages that have outlived their queue's retention are none.</summary>
    public static IReadOnlyDictionary<string, QueueDepth> ReadAll(Database database, QueueService queues, DateTimeOffset now) =>
        database.Run(connection => queues.Queues.ToDictionary(resource => resource.Arn, resource =>
        {
            var queue = queues.Get(resource.Arn);
            MessageStore.DeleteExpired(connection, queue, now);
            var counts = MessageStore.Count(connection, queue, now);
            var oldest = MessageStore.OldestSentAt(connection, queue);
            return new QueueDepth(counts.Visible, counts.InFlight, counts.Delayed, oldest is null ? null : (long)(now - oldest.Value).TotalMilliseconds);
        }));
}

using System.Text.Json;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Queues;

/// <summary>
/// Looks at a queue's messages without receiving them: nothing changes for anybody. Those that have outlived the queue's
/// retention are left out.
/// </summary>
internal sealed record MessageSearch
{
    private const string WithIds = " AND (?5 IS NULL OR message_id IN (SELECT value FROM json_each(?5)))";

    // In the order of arrival from a place on: page after page is one walk. The plus signs keep the planner from sorting instead.
    private const string Walked = "+queue = ?1 AND +sent_at > ?2 AND sequence > ?3 AND sequence <= ?4" + WithIds;

    // All of a queue: its index has them.
    private const string Counted = "queue = ?1 AND sent_at > ?2 AND +sequence > ?3 AND +sequence <= ?4" + WithIds;

    private const string WithText = " AND (body LIKE ?6 ESCAPE '!' OR attributes LIKE ?6 ESCAPE '!' OR message_id LIKE ?6 ESCAPE '!')";

    /// <summary>Only messages with these ids; null for all.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Only messages with this text in their body, attributes or id, in whatever letters; null for all.</summary>
    public string? Text { get; init; }

    /// <summary>Only messages that came after that one.</summary>
    public long After { get; init; }

    /// <summary>Only messages that came no later than that one.</summary>
    public long Until { get; init; } = long.MaxValue;

    /// <summary>The messages in the order of their arrival.</summary>
    /// <param name="connection">The connection of the transaction.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="now">The time.</param>
    /// <param name="limit">How many at most.</param>
    public List<StoredMessage> Find(SqliteConnection connection, Queue queue, DateTimeOffset now, int limit) => Text is null
        ? connection.Query(
            "SELECT " + MessageStore.Columns + " FROM sqs_message WHERE " + Walked + " ORDER BY sequence LIMIT ?6",
            MessageStore.ReadMessage,
            [.. Values(queue, now), limit])
        : connection.Query(
            "SELECT " + MessageStore.Columns + " FROM sqs_message WHERE " + Walked + WithText + " ORDER BY sequence LIMIT ?7",
            MessageStore.ReadMessage,
            [.. Values(queue, now), SqlPattern.Containing(Text), limit]);

    /// <summary>How many there are.</summary>
    public long Count(SqliteConnection connection, Queue queue, DateTimeOffset now) => (long)(Text is null
        ? connection.Scalar("SELECT COUNT(*) FROM sqs_message WHERE " + Counted, Values(queue, now))
        : connection.Scalar("SELECT COUNT(*) FROM sqs_message WHERE " + Counted + WithText, [.. Values(queue, now), SqlPattern.Containing(Text)]))!;

    private object?[] Values(Queue queue, DateTimeOffset now) =>
        [queue.Id, queue.Expired(now).ToUnixTimeMilliseconds(), After, Until, Ids is null ? null : JsonSerializer.Serialize(Ids)];
}

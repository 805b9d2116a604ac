using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Queues;

/// <summary>The queues' messages in the database. Times are milliseconds since 1970.</summary>
internal static class MessageStore
{
    // sequence: order of arrival in its queue, and the key within receipt handles.
    // received_at is null until the first receive in this queue: it tells a delayed message from one in flight.
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS sqs_queue (
            id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, purged_at INTEGER);
        CREATE TABLE IF NOT EXISTS sqs_message (
            sequence INTEGER PRIMARY KEY, queue INTEGER NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL, md5 TEXT NOT NULL,
            attributes TEXT, sender TEXT NOT NULL, trace_header TEXT, group_id TEXT, source TEXT,
            sent_at INTEGER NOT NULL, visible_at INTEGER NOT NULL, received_at INTEGER, first_received_at INTEGER,
            receive_count INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX IF NOT EXISTS sqs_message_visible ON sqs_message (queue, visible_at);
        CREATE INDEX IF NOT EXISTS sqs_message_sent ON sqs_message (queue, sent_at);
        CREATE TABLE IF NOT EXISTS sqs_move_task (
            handle TEXT PRIMARY KEY, source TEXT NOT NULL, destination TEXT, rate INTEGER, status TEXT NOT NULL,
            moved INTEGER NOT NULL, to_move INTEGER NOT NULL, failure TEXT, started_at INTEGER NOT NULL);
        """;

    /// <summary>The columns that <see cref="ReadMessage"/> reads.</summary>
    public const string Columns =
        "sequence, message_id, body, md5, attributes, sender, trace_header, group_id, source, sent_at, visible_at, "
        + "received_at, first_received_at, receive_count";

    public static void CreateTables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
    }

    /// <summary>The queue's key and creation time; both new when the database hasn't seen the ARN.</summary>
    public static (long Id, DateTimeOffset CreatedAt) OpenQueue(SqliteConnection connection, string arn, DateTimeOffset now)
    {
        connection.Execute("INSERT OR IGNORE INTO sqs_queue (arn, created_at) VALUES (?1, ?2)", arn, now.ToUnixTimeMilliseconds());
        return connection.Query(
            "SELECT id, created_at FROM sqs_queue WHERE arn = ?1",
            row => (row.GetInt64(0), Time(row.GetInt64(1))),
            arn)[0];
    }

    public static long LastSequence(SqliteConnection connection) =>
        (long)(connection.Scalar("SELECT MAX(sequence) FROM sqs_message") ?? 0L);

    public static void Insert(SqliteConnection connection, Queue queue, StoredMessage message) => connection.Execute(
        "INSERT INTO sqs_message (queue, " + Columns + ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        queue.Id,
        message.Sequence,
        message.MessageId,
        message.Body,
        message.Md5,
        message.Attributes,
        message.Sender,
        message.TraceHeader,
        message.GroupId,
        message.Source,
        message.SentAt,
        message.VisibleAt,
        message.ReceivedAt,
        message.FirstReceivedAt,
        message.ReceiveCount);

    /// <summary>Messages that may be received now: the longest visible first.</summary>
    public static List<StoredMessage> Receivable(SqliteConnection connection, Queue queue, DateTimeOffset now, int limit) =>
        connection.Query(
            "SELECT " + Columns + " FROM sqs_message WHERE queue = ?1 AND visible_at <= ?2 ORDER BY visible_at, sequence LIMIT ?3",
            ReadMessage,
            queue.Id,
            now.ToUnixTimeMilliseconds(),
            limit);

    /// <summary>When a message may be received next, which may be long past; null when the queue is empty.</summary>
    public static DateTimeOffset? NextVisible(SqliteConnection connection, Queue queue) =>
        connection.Scalar("SELECT MIN(visible_at) FROM sqs_message WHERE queue = ?1", queue.Id) is long at ? Time(at) : null;

    public static void MarkReceived(SqliteConnection connection, StoredMessage message) => connection.Execute(
        "UPDATE sqs_message SET visible_at = ?2, received_at = ?3, first_received_at = ?4, receive_count = ?5 WHERE sequence = ?1",
        message.Sequence,
        message.VisibleAt,
        message.ReceivedAt,
        message.FirstReceivedAt,
        message.ReceiveCount);

    public static void SetVisibleAt(SqliteConnection connection, long sequence, DateTimeOffset visibleAt) => connection.Execute(
        "UPDATE sqs_message SET visible_at = ?2 WHERE sequence = ?1",
        sequence,
        visibleAt.ToUnixTimeMilliseconds());

    public static StoredMessage? Find(SqliteConnection connection, Queue queue, long sequence) =>
        connection.Query("SELECT " + Columns + " FROM sqs_message WHERE sequence = ?1 AND queue = ?2", ReadMessage, sequence, queue.Id)
            .FirstOrDefault();

    public static void Delete(SqliteConnection connection, long sequence) =>
        connection.Execute("DELETE FROM sqs_message WHERE sequence = ?1", sequence);

    /// <summary>Deletes the message that this receive got; a receipt that a later receive replaced deletes nothing.</summary>
    /// <returns>The message's id; null when nothing was deleted.</returns>
    public static string? Delete(SqliteConnection connection, Queue queue, ReceiptHandle receipt) => (string?)connection.Scalar(
        "DELETE FROM sqs_message WHERE sequence = ?1 AND queue = ?2 AND receive_count = ?3 RETURNING message_id",
        receipt.Sequence,
        queue.Id,
        receipt.ReceiveCount);

    public static void DeleteExpired(SqliteConnection connection, Queue queue, DateTimeOffset now) => connection.Execute(
        "DELETE FROM sqs_message WHERE queue = ?1 AND sent_at <= ?2",
        queue.Id,
        queue.Expired(now).ToUnixTimeMilliseconds());

    public static MessageCounts Count(SqliteConnection connection, Queue queue, DateTimeOffset now)
    {
        var milliseconds = now.ToUnixTimeMilliseconds();
        var visible = (long)connection.Scalar(
            "SELECT COUNT(*) FROM sqs_message WHERE queue = ?1 AND visible_at <= ?2", queue.Id, milliseconds)!;
        return connection.Query(
            "SELECT COUNT(received_at), COUNT(*) - COUNT(received_at) FROM sqs_message WHERE queue = ?1 AND visible_at > ?2",
            row => new MessageCounts(visible, row.GetInt64(0), row.GetInt64(1)),
            queue.Id,
            milliseconds)[0];
    }

    /// <summary>Deletes all messages and remembers when.</summary>
    /// <returns>False when the last purge was later than that time, and nothing was done.</returns>
    public static bool Purge(SqliteConnection connection, Queue queue, DateTimeOffset now, DateTimeOffset unlessAfter)
    {
        var first = connection.Execute(
            "UPDATE sqs_queue SET purged_at = ?2 WHERE id = ?1 AND (purged_at IS NULL OR purged_at <= ?3)",
            queue.Id,
            now.ToUnixTimeMilliseconds(),
            unlessAfter.ToUnixTimeMilliseconds()) > 0;
        if (first)
        {
            connection.Execute("DELETE FROM sqs_message WHERE queue = ?1", queue.Id);
        }

        return first;
    }

    /// <summary>The text of attributes in the database; null without any.</summary>
    public static string? ToText(IReadOnlyDictionary<string, MessageAttribute> attributes) =>
        attributes.Count == 0 ? null : AttributesJson.Write(attributes).ToJsonString();

    public static IReadOnlyDictionary<string, MessageAttribute> ToAttributes(string? text) =>
        text is null ? OutgoingMessage.NoAttributes : AttributesJson.Read((JsonObject)JsonNode.Parse(text)!);

    public static DateTimeOffset? OldestSentAt(SqliteConnection connection, Queue queue) =>
        connection.Scalar("SELECT MIN(sent_at) FROM sqs_message WHERE queue = ?1", queue.Id) is long sentAt ? Time(sentAt) : null;

    public static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static StoredMessage ReadMessage(SqliteDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        MessageId = row.GetString(1),
        Body = row.GetString(2),
        Md5 = row.GetString(3),
        Attributes = row.TextOrNull(4),
        Sender = row.GetString(5),
        TraceHeader = row.TextOrNull(6),
        GroupId = row.TextOrNull(7),
        Source = row.TextOrNull(8),
        SentAt = row.GetInt64(9),
        VisibleAt = row.GetInt64(10),
        ReceivedAt = row.IntegerOrNull(11),
        FirstReceivedAt = row.IntegerOrNull(12),
        ReceiveCount = row.GetInt32(13),
    };
}

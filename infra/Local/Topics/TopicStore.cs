using System.Text.Json;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Topics;

/// <summary>What topics have taken, in the database.</summary>
internal static class TopicStore
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS sns_message (
            sequence INTEGER PRIMARY KEY, topic_arn TEXT NOT NULL, message_id TEXT NOT NULL, subject TEXT, message TEXT NOT NULL,
            published_at INTEGER NOT NULL, deliveries TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS sns_message_topic ON sns_message (topic_arn, sequence);
        """;

    public static void CreateTables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
    }

    public static void Insert(SqliteConnection connection, string topicArn, PublishedMessage message) => connection.Execute(
        "INSERT INTO sns_message (topic_arn, message_id, subject, message, published_at, deliveries) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        topicArn,
        message.MessageId,
        message.Subject,
        message.Message,
        message.PublishedAt.ToUnixTimeMilliseconds(),
        JsonSerializer.Serialize(message.Deliveries));

    /// <summary>A topic's messages, the oldest first.</summary>
    public static List<PublishedMessage> Messages(SqliteConnection connection, string topicArn) => connection.Query(
        "SELECT message_id, subject, message, published_at, deliveries FROM sns_message WHERE topic_arn = ?1 ORDER BY sequence",
        row => new PublishedMessage(
            row.GetString(0),
            row.TextOrNull(1),
            row.GetString(2),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
            JsonSerializer.Deserialize<List<TopicDelivery>>(row.GetString(4)) ?? []),
        topicArn);
}

using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Logs;

/// <summary>Log events in the database.</summary>
internal static class LogStore
{
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS logs_events (
            id INTEGER PRIMARY KEY AUTOINCREMENT, log_group TEXT NOT NULL, stream TEXT NOT NULL, timestamp INTEGER NOT NULL,
            message TEXT NOT NULL, request_id TEXT);
        CREATE INDEX IF NOT EXISTS logs_events_group ON logs_events (log_group, timestamp, id);
        CREATE INDEX IF NOT EXISTS logs_events_request ON logs_events (request_id) WHERE request_id IS NOT NULL;
        CREATE TABLE IF NOT EXISTS logs_streams (
            log_group TEXT NOT NULL, stream TEXT NOT NULL, created_at INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
            PRIMARY KEY (log_group, stream)) WITHOUT ROWID;
        """;

    public static void CreateTables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
    }

    public static void Insert(SqliteConnection connection, LogEvent logEvent, DateTimeOffset now)
    {
        var timestamp = logEvent.Timestamp.ToUnixTimeMilliseconds();
        connection.Execute(
            "INSERT INTO logs_events (log_group, stream, timestamp, message, request_id) VALUES (?1, ?2, ?3, ?4, ?5)",
            logEvent.GroupName,
            logEvent.StreamName,
            timestamp,
            logEvent.Message,
            logEvent.RequestId);
        connection.Execute(
            """
            INSERT INTO logs_streams (log_group, stream, created_at, first_at, last_at) VALUES (?1, ?2, ?3, ?4, ?4)
            ON CONFLICT DO UPDATE SET first_at = min(first_at, ?4), last_at = max(last_at, ?4)
            """,
            logEvent.GroupName,
            logEvent.StreamName,
            now.ToUnixTimeMilliseconds(),
            timestamp);
    }

    /// <summary>The events that a query asks for, in its order.</summary>
    public static List<LogEvent> Read(SqliteConnection connection, LogQuery query)
    {
        var sql = new StringBuilder("SELECT id, log_group, stream, timestamp, message, request_id FROM logs_events WHERE TRUE");
        var values = new List<object>();
        Add("log_group = {0}", query.GroupName);
        Add("request_id = {0}", query.RequestId);
        Add("timestamp >= {0}", query.From?.ToUnixTimeMilliseconds());
        Add("timestamp < {0}", query.Until?.ToUnixTimeMilliseconds());
        Add("(timestamp, id) > ({0}, {1})", query.After?.Timestamp, query.After?.Id);
        Add("(timestamp, id) < ({0}, {1})", query.Before?.Timestamp, query.Before?.Id);
        Add("substr(stream, 1, length({0})) = {0}", query.StreamNamePrefix);
        Add("message LIKE {0} ESCAPE '!'", query.Containing is { } text ? SqlPattern.Containing(text) : null);
        if (query.StreamNames is { } streams)
        {
            Add($"stream IN ({string.Join(", ", Enumerable.Range(0, streams.Count).Select(i => $"{{{i}}}"))})", [.. streams]);
        }

        sql.Append(query.Descending ? " ORDER BY timestamp DESC, id DESC" : " ORDER BY timestamp, id");
        sql.Append(CultureInfo.InvariantCulture, $" LIMIT {query.Limit}");
        return connection.Query(
            sql.ToString(),
            row => new LogEvent(
                row.GetString(1), row.GetString(2), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)), row.GetString(4), row.TextOrNull(5))
            {
                Id = row.GetInt64(0),
            },
            [.. values]);

        void Add(string condition, params object?[] operands)
        {
            if (operands is [not null, ..])
            {
                var names = operands.Select((_, i) => (object)$"?{values.Count + i + 1}").ToArray();
                sql.Append(" AND ").AppendFormat(CultureInfo.InvariantCulture, condition, names);
                values.AddRange(operands!);
            }
        }
    }

    /// <summary>A group's streams, by name.</summary>
    public static List<LogStream> Streams(SqliteConnection connection, string groupName) => connection.Query(
        "SELECT stream, created_at, first_at, last_at FROM logs_streams WHERE log_group = ?1 ORDER BY stream",
        row => new LogStream(row.GetString(0), Time(row, 1), Time(row, 2), Time(row, 3)),
        groupName);

    /// <summary>Bytes of a group's messages.</summary>
    public static long Bytes(SqliteConnection connection, string groupName) =>
        (long)connection.Scalar("SELECT coalesce(sum(length(message)), 0) FROM logs_events WHERE log_group = ?1", groupName)!;

    /// <summary>Bytes of all messages.</summary>
    public static long Bytes(SqliteConnection connection) =>
        (long)connection.Scalar("SELECT coalesce(sum(length(message)), 0) FROM logs_events")!;

    public static void DeleteUntil(SqliteConnection connection, string groupName, DateTimeOffset time) =>
        connection.Execute("DELETE FROM logs_events WHERE log_group = ?1 AND timestamp <= ?2", groupName, time.ToUnixTimeMilliseconds());

    /// <summary>Deletes the older half of all events.</summary>
    public static void DeleteOlderHalf(SqliteConnection connection) => connection.Execute(
        "DELETE FROM logs_events WHERE id <= (SELECT (min(id) + max(id)) / 2 FROM logs_events)");

    private static DateTimeOffset Time(SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}

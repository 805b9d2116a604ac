using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Functions.Asynchronous;

/// <summary>The asynchronous invocations that were accepted and are not done with, in the database.</summary>
internal static class AsynchronousStore
{
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS lambda_async_invocations (
            request_id TEXT NOT NULL PRIMARY KEY, function TEXT NOT NULL, payload BLOB NOT NULL, accepted_at INTEGER NOT NULL,
            due_at INTEGER NOT NULL, failures INTEGER NOT NULL, throttles INTEGER NOT NULL,
            last_payload BLOB, last_error TEXT, last_throttled INTEGER) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS lambda_async_invocations_due ON lambda_async_invocations (function, due_at);
        """;

    public static void CreateTables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
    }

    public static void Insert(SqliteConnection connection, AsynchronousInvocation invocation) => connection.Execute(
        """
        INSERT INTO lambda_async_invocations (request_id, function, payload, accepted_at, due_at, failures, throttles)
        VALUES (?1, ?2, ?3, ?4, ?5, 0, 0)
        """,
        invocation.RequestId,
        invocation.FunctionName,
        invocation.Payload.ToArray(),
        invocation.AcceptedAt.ToUnixTimeMilliseconds(),
        invocation.DueAt.ToUnixTimeMilliseconds());

    public static void Update(SqliteConnection connection, AsynchronousInvocation invocation) => connection.Execute(
        """
        UPDATE lambda_async_invocations
        SET due_at = ?2, failures = ?3, throttles = ?4, last_payload = ?5, last_error = ?6, last_throttled = ?7 WHERE request_id = ?1
        """,
        invocation.RequestId,
        invocation.DueAt.ToUnixTimeMilliseconds(),
        invocation.Failures,
        invocation.Throttles,
        invocation.LastFailure?.Payload.ToArray(),
        invocation.LastFailure?.FunctionError,
        invocation.LastFailure is { Throttled: true } ? 1 : 0);

    public static void Delete(SqliteConnection connection, string requestId) =>
        connection.Execute("DELETE FROM lambda_async_invocations WHERE request_id = ?1", requestId);

    /// <summary>Ids of a function's invocations, the next one first, with the time when each is due.</summary>
    public static List<(string RequestId, DateTimeOffset DueAt)> Next(SqliteConnection connection, string functionName, int limit) => connection.Query(
        "SELECT request_id, due_at FROM lambda_async_invocations WHERE function = ?1 ORDER BY due_at LIMIT ?2",
        row => (row.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1))),
        functionName,
        limit);

    /// <summary>An invocation that is there.</summary>
    public static AsynchronousInvocation Read(SqliteConnection connection, string requestId) => connection.Query(
        """
        SELECT function, payload, accepted_at, due_at, failures, throttles, last_payload, last_error, last_throttled
        FROM lambda_async_invocations WHERE request_id = ?1
        """,
        row => new AsynchronousInvocation
        {
            RequestId = requestId,
            FunctionName = row.GetString(0),
            Payload = row.GetFieldValue<byte[]>(1),
            AcceptedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
            DueAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
            Failures = row.GetInt32(4),
            Throttles = row.GetInt32(5),
            LastFailure = row.IsDBNull(6) ? null : new(requestId, row.GetFieldValue<byte[]>(6), row.TextOrNull(7), row.GetInt32(8) != 0),
        },
        requestId)[0];

    /// <summary>All invocations, and those of them that are due.</summary>
    public static (int All, int Due) Count(SqliteConnection connection, DateTimeOffset now) => connection.Query(
        "SELECT count(*), coalesce(sum(due_at <= ?1), 0) FROM lambda_async_invocations",
        row => (row.GetInt32(0), row.GetInt32(1)),
        now.ToUnixTimeMilliseconds())[0];
}

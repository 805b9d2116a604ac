using System.Text.Json;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Events;

/// <summary>Deliveries that wait for their next attempt, in the database. One that is taken is gone with what comes of it, in one transaction.</summary>
internal static class PendingDeliveryStore
{
    public static void CreateTables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            CREATE TABLE IF NOT EXISTS pending_deliveries (id INTEGER PRIMARY KEY AUTOINCREMENT, due_at INTEGER NOT NULL, delivery TEXT NOT NULL);
            CREATE INDEX IF NOT EXISTS pending_deliveries_due ON pending_deliveries (due_at);
            """;
        command.ExecuteNonQuery();
    }

    public static void Insert(SqliteConnection connection, PendingDelivery delivery, DateTimeOffset dueAt) => connection.Execute(
        "INSERT INTO pending_deliveries (due_at, delivery) VALUES (?1, ?2)", dueAt.ToUnixTimeMilliseconds(), JsonSerializer.Serialize(delivery));

    /// <summary>Takes what is due, the earliest first.</summary>
    public static List<PendingDelivery> TakeDue(SqliteConnection connection, DateTimeOffset now, int limit)
    {
        var due = connection.Query(
            "SELECT id, delivery FROM pending_deliveries WHERE due_at <= ?1 ORDER BY due_at, id LIMIT ?2", Read, now.ToUnixTimeMilliseconds(), limit);
        due.ForEach(delivery => Delete(connection, delivery.Id));
        return [.. due.Select(delivery => delivery.Delivery)];
    }

    /// <summary>Forgets those that nobody knows any more.</summary>
    /// <returns>Them.</returns>
    public static List<PendingDelivery> Forget(SqliteConnection connection, Func<PendingDelivery, bool> isKnown)
    {
        var unknown = connection.Query("SELECT id, delivery FROM pending_deliveries ORDER BY id", Read).Where(kept => !isKnown(kept.Delivery)).ToList();
        unknown.ForEach(delivery => Delete(connection, delivery.Id));
        return [.. unknown.Select(delivery => delivery.Delivery)];
    }

    /// <summary>When the first is due; null when there is none.</summary>
    public static DateTimeOffset? FirstDue(SqliteConnection connection) =>
        connection.Scalar("SELECT min(due_at) FROM pending_deliveries") is long due ? DateTimeOffset.FromUnixTimeMilliseconds(due) : null;

    public static int Count(SqliteConnection connection) => (int)(long)connection.Scalar("SELECT count(*) FROM pending_deliveries")!;

    private static void Delete(SqliteConnection connection, long id) => connection.Execute("DELETE FROM pending_deliveries WHERE id = ?1", id);

    private static (long Id, PendingDelivery Delivery) Read(SqliteDataReader row) =>
        (row.GetInt64(0), JsonSerializer.Deserialize<PendingDelivery>(row.GetString(1))!);
}

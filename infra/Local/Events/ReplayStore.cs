using System.Text.Json;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Events;

/// <summary>Replays in the database: how far each has come is written with what it sent.</summary>
internal static class ReplayStore
{
    /// <summary>EventBridge keeps the record of a replay for 90 days. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    public static void CreateTable(SqliteConnection connection) => connection.Execute(
        "CREATE TABLE IF NOT EXISTS replays (name TEXT PRIMARY KEY, started_at INTEGER NOT NULL, replay TEXT NOT NULL)");

    /// <summary>All, the newest first.</summary>
    public static IReadOnlyList<Replay> All(SqliteConnection connection, DateTimeOffset now)
    {
        connection.Execute("DELETE FROM replays WHERE started_at <= ?1", (now - Retention).ToUnixTimeMilliseconds());
        return connection.Query("SELECT replay FROM replays ORDER BY started_at DESC, rowid DESC", Read);
    }

    public static Replay? Find(SqliteConnection connection, string name) =>
        connection.Query("SELECT replay FROM replays WHERE name = ?1", Read, name).SingleOrDefault();

    public static void Write(SqliteConnection connection, Replay replay) => connection.Execute(
        "INSERT INTO replays VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET replay = excluded.replay",
        replay.Name,
        replay.StartedAt.ToUnixTimeMilliseconds(),
        JsonSerializer.Serialize(replay));

    private static Replay Read(SqliteDataReader row) => JsonSerializer.Deserialize<Replay>(row.GetString(0))!;
}

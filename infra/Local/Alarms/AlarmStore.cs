using System.Text.Json;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Alarms;

/// <summary>Alarms in the database, by their names: a state that was told is the state at the next start.</summary>
internal static class AlarmStore
{
    public static void CreateTable(SqliteConnection connection) => connection.Execute(
        "CREATE TABLE IF NOT EXISTS cloudwatch_alarms (name TEXT PRIMARY KEY, memory TEXT NOT NULL) WITHOUT ROWID");

    public static AlarmMemory? Find(SqliteConnection connection, string name) =>
        connection.Scalar("SELECT memory FROM cloudwatch_alarms WHERE name = ?1", name) is string memory
            ? JsonSerializer.Deserialize<AlarmMemory>(memory)
            : null;

    public static void Save(SqliteConnection connection, string name, AlarmMemory memory) => connection.Execute(
        "INSERT INTO cloudwatch_alarms VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET memory = excluded.memory",
        name,
        JsonSerializer.Serialize(memory));
}

/// <summary>What an alarm knows from one period to the next.</summary>
/// <param name="State">Its state.</param>
/// <param name="Datapoints">The latest, the oldest first; null where there was none.</param>
internal sealed record AlarmMemory(AlarmState State, IReadOnlyList<double?> Datapoints);

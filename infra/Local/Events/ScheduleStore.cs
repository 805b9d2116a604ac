using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Events;

/// <summary>The times for which schedules fired last, in the database.</summary>
internal static class ScheduleStore
{
    /// <summary>The last times of schedules by their ARNs; none for those that are new or have changed. Forgets all others.</summary>
    public static IReadOnlyDictionary<string, DateTimeOffset> Open(SqliteConnection connection, IEnumerable<Timetable> timetables, DateTimeOffset start)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS schedules (rule TEXT PRIMARY KEY, expression TEXT NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID");
        var known = connection
            .Query("SELECT rule, expression, last FROM schedules", row => (Arn: row.GetString(0), Expression: row.GetString(1), Last: row.GetInt64(2)))
            .ToDictionary(row => (row.Arn, row.Expression), row => row.Last);
        connection.Execute("DELETE FROM schedules");
        var times = new Dictionary<string, DateTimeOffset>();
        foreach (var timetable in timetables)
        {
            if (known.TryGetValue((timetable.Arn, timetable.Text), out var last))
            {
                times.Add(timetable.Arn, DateTimeOffset.FromUnixTimeMilliseconds(last));
            }

            connection.Execute(
                "INSERT INTO schedules VALUES (?1, ?2, ?3)", timetable.Arn, timetable.Text, known.GetValueOrDefault((timetable.Arn, timetable.Text), start.ToUnixTimeMilliseconds()));
        }

        return times;
    }

    public static void Save(SqliteConnection connection, string arn, DateTimeOffset last) => connection.Execute(
        "UPDATE schedules SET last = ?2 WHERE rule = ?1", arn, last.ToUnixTimeMilliseconds());
}

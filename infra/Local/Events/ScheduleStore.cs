using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>The times for which schedules fired last, in the database.</summary>
internal static class ScheduleStore
{
    /// <summary>The last times of schedules by their rules' ARNs; the start for those that are new or have changed. Forgets all others.</summary>
    public static IReadOnlyDictionary<string, DateTimeOffset> Open(SqliteConnection connection, IEnumerable<RuleResource> rules, DateTimeOffset start)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS schedules (rule TEXT PRIMARY KEY, expression TEXT NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID");
        var known = connection
            .Query("SELECT rule, expression, last FROM schedules", row => (Rule: row.GetString(0), Expression: row.GetString(1), Last: row.GetInt64(2)))
            .ToDictionary(row => (row.Rule, row.Expression), row => row.Last);
        connection.Execute("DELETE FROM schedules");
        var times = new Dictionary<string, DateTimeOffset>();
        foreach (var rule in rules)
        {
            var last = known.GetValueOrDefault((rule.Arn, rule.ScheduleExpression!), start.ToUnixTimeMilliseconds());
            connection.Execute("INSERT INTO schedules VALUES (?1, ?2, ?3)", rule.Arn, rule.ScheduleExpression, last);
            times.Add(rule.Arn, DateTimeOffset.FromUnixTimeMilliseconds(last));
        }

        return times;
    }

    public static void Save(SqliteConnection connection, string ruleArn, DateTimeOffset last) => connection.Execute(
        "UPDATE schedules SET last = ?2 WHERE rule = ?1", ruleArn, last.ToUnixTimeMilliseconds());
}

using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>
/// Which rules are enabled: as their templates say, until <c>EnableRule</c> or <c>DisableRule</c> says otherwise. That is kept
/// until the rule's own <c>State</c> in the template changes, as a deployment would set it again.
/// </summary>
internal sealed class RuleStates
{
    private readonly Database _database;
    private readonly ConcurrentDictionary<string, bool> _enabled;

    public RuleStates(Database database, IReadOnlyList<RuleResource> rules)
    {
        _database = database;
        var changed = database.Run(connection => Open(connection, rules));
        _enabled = new(rules.Select(rule => KeyValuePair.Create(rule.Arn, changed.GetValueOrDefault(rule.Arn, rule.Enabled))), StringComparer.Ordinal);
    }

    public bool IsEnabled(RuleResource rule) => _enabled[rule.Arn];

    public void Set(RuleResource rule, bool enabled) => _database.Run(connection =>
    {
        connection.Execute("INSERT OR REPLACE INTO rule_states VALUES (?1, ?2, ?3)", rule.Arn, Number(rule.Enabled), Number(enabled));
        _enabled[rule.Arn] = enabled;
    });

    /// <summary>What was set and still holds; forgets the rest.</summary>
    private static Dictionary<string, bool> Open(SqliteConnection connection, IReadOnlyList<RuleResource> rules)
    {
        connection.Execute(
            "CREATE TABLE IF NOT EXISTS rule_states (rule TEXT PRIMARY KEY, template INTEGER NOT NULL, enabled INTEGER NOT NULL) WITHOUT ROWID");
        var templates = rules.ToDictionary(rule => rule.Arn, rule => rule.Enabled);
        var holding = new Dictionary<string, bool>();
        foreach (var (rule, template, enabled) in connection.Query(
            "SELECT rule, template, enabled FROM rule_states", row => (row.GetString(0), row.GetInt64(1) == 1, row.GetInt64(2) == 1)))
        {
            if (templates.TryGetValue(rule, out var now) && now == template)
            {
                holding.Add(rule, enabled);
            }
            else
            {
                connection.Execute("DELETE FROM rule_states WHERE rule = ?1", rule);
            }
        }

        return holding;
    }

    private static long Number(bool enabled) => enabled ? 1 : 0;
}

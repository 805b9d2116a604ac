using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace SensorWatch.Local.Tracing;

/// <summary>Writes facts into the tables.</summary>
internal sealed class FactWriter : IDisposable
{
    /// <summary>
    /// Facts by step; what causes what, in both directions; and events once more by what people look for. Nothing waits for
    /// the disk: an ended process loses nothing by that, a machine without power may.
    /// </summary>
    public const string Schema =
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = OFF;
        PRAGMA cache_size = -32000;
        CREATE TABLE IF NOT EXISTS facts (
            sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, kind INTEGER NOT NULL, step TEXT NOT NULL,
            node TEXT, origin TEXT, data TEXT, text TEXT);
        CREATE INDEX IF NOT EXISTS facts_by_step ON facts (step);
        CREATE TABLE IF NOT EXISTS causes (
            fact INTEGER NOT NULL, cause TEXT NOT NULL, step TEXT NOT NULL, PRIMARY KEY (fact, cause)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS causes_by_cause ON causes (cause, step);
        CREATE INDEX IF NOT EXISTS causes_by_step ON causes (step, cause);
        CREATE TABLE IF NOT EXISTS events (
            sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, bus TEXT NOT NULL, source TEXT NOT NULL, detail_type TEXT NOT NULL,
            rules INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS events_by_id ON events (id);
        CREATE INDEX IF NOT EXISTS events_by_type ON events (detail_type, sequence);
        """;

    private readonly SqliteCommand _fact;
    private readonly SqliteCommand _cause;
    private readonly SqliteCommand _event;

    public FactWriter(SqliteConnection connection)
    {
        _fact = Command(connection, "INSERT INTO facts VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", 8);
        _cause = Command(connection, "INSERT OR IGNORE INTO causes VALUES ($1, $2, $3)", 3);
        _event = Command(connection, "INSERT INTO events VALUES ($1, $2, $3, $4, $5, $6)", 6);
    }

    /// <summary>Writes a fact.</summary>
    public void Insert(SqliteTransaction transaction, Fact fact)
    {
        Run(
            _fact, transaction, fact.Sequence, fact.Time.ToUnixTimeMilliseconds(), (int)fact.Kind, fact.Step, fact.Node, fact.Origin, fact.Data?.ToJsonString(), fact.Text);
        foreach (var cause in fact.Causes)
        {
            Run(_cause, transaction, fact.Sequence, cause, fact.Step);
        }

        if (fact is { Kind: FactKind.Published, Text: { } text })
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = 128 });
            var root = document.RootElement;
            Run(
                _event,
                transaction,
                fact.Sequence,
                StepId.KeyOf(fact.Step),
                fact.Node,
                root.GetProperty("source").GetString(),
                root.GetProperty("detail-type").GetString(),
                fact.Data?["rules"]?.AsArray().Count ?? 0);
        }
    }

    /// <summary>Forgets what is older than a fact.</summary>
    public static void Trim(SqliteTransaction transaction, long before)
    {
        foreach (var (table, column) in new[] { ("facts", "sequence"), ("causes", "fact"), ("events", "sequence") })
        {
            using var command = transaction.Connection!.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"DELETE FROM {table} WHERE {column} < $1";
            command.Parameters.AddWithValue("$1", before);
            command.ExecuteNonQuery();
        }
    }

    public void Dispose()
    {
        _fact.Dispose();
        _cause.Dispose();
        _event.Dispose();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var number = 1; number <= parameters; number++)
        {
            command.Parameters.Add(new() { ParameterName = $"${number}" });
        }

        return command;
    }

    private static void Run(SqliteCommand command, SqliteTransaction transaction, params ReadOnlySpan<object?> values)
    {
        command.Transaction = transaction;
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }

        command.ExecuteNonQuery();
    }
}

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
            sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, id TEXT NOT NULL, bus TEXT NOT NULL, source TEXT NOT NULL,
            detail_type TEXT NOT NULL, envelope_id TEXT, rules INTEGER NOT NULL, failed INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX IF NOT EXISTS events_by_id ON events (id);
        CREATE INDEX IF NOT EXISTS events_by_envelope ON events (envelope_id) WHERE envelope_id IS NOT NULL;
        CREATE INDEX IF NOT EXISTS events_by_type ON events (detail_type, sequence);
        """;

    /// <summary>Changes with <see cref="Schema"/>: traces of an earlier form are thrown away.</summary>
    public const int SchemaVersion = 2;

    /// <summary>Empties a database of an earlier form.</summary>
    public const string Drop = "DROP TABLE IF EXISTS facts; DROP TABLE IF EXISTS causes; DROP TABLE IF EXISTS events;";

    private readonly SqliteCommand _fact;
    private readonly SqliteCommand _cause;
    private readonly SqliteCommand _event;
    private readonly FailureMarks _failures;

    public FactWriter(SqliteConnection connection)
    {
        _fact = Command(connection, "INSERT INTO facts VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", 8);
        _cause = Command(connection, "INSERT OR IGNORE INTO causes VALUES ($1, $2, $3)", 3);
        _event = Command(connection, "INSERT INTO events VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)", 8);
        _failures = new(connection);
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

        if (fact.Event is { } named)
        {
            Run(
                _event,
                transaction,
                fact.Sequence,
                fact.Time.ToUnixTimeMilliseconds(),
                StepId.KeyOf(fact.Step),
                named.Bus,
                named.Source,
                named.DetailType,
                named.EnvelopeId,
                fact.Data?["rules"]?.AsArray().Count ?? 0);
        }

        if (fact.IsFailure())
        {
            _failures.Mark(transaction, fact.Step);
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
        _failures.Dispose();
    }

    /// <summary>A command with parameters <c>$1</c>, <c>$2</c> and so on, to be used again and again.</summary>
    internal static SqliteCommand Command(SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var number = 1; number <= parameters; number++)
        {
            command.Parameters.Add(new() { ParameterName = $"${number}" });
        }

        return command;
    }

    /// <summary>Gives a command its parameters.</summary>
    internal static SqliteCommand Bind(SqliteCommand command, SqliteTransaction? transaction, params ReadOnlySpan<object?> values)
    {
        command.Transaction = transaction;
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }

        return command;
    }

    private static void Run(SqliteCommand command, SqliteTransaction transaction, params ReadOnlySpan<object?> values) =>
        Bind(command, transaction, values).ExecuteNonQuery();
}

using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Tracing;

/// <summary>Writes facts into the tables.</summary>
internal sealed class FactWriter : IDisposable
{
    /// <summary>
    /// Steps' names by number; facts by step; what causes what, in both directions; and events once more by what people look
    /// for. Nothing waits for the disk: an ended process loses nothing by that, a machine without power may.
    /// </summary>
    public const string Schema =
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = OFF;
        PRAGMA cache_size = -32000;
        CREATE TABLE IF NOT EXISTS steps (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE IF NOT EXISTS facts (
            sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, kind INTEGER NOT NULL, step INTEGER NOT NULL,
            node TEXT, origin TEXT, data TEXT, text TEXT);
        CREATE INDEX IF NOT EXISTS facts_by_step ON facts (step);
        CREATE TABLE IF NOT EXISTS causes (
            cause INTEGER NOT NULL, step INTEGER NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (cause, step)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS causes_by_step ON causes (step, fact);
        CREATE TABLE IF NOT EXISTS events (
            sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, step INTEGER NOT NULL, id TEXT NOT NULL, bus TEXT NOT NULL,
            source TEXT NOT NULL, detail_type TEXT NOT NULL, envelope_id TEXT, rules INTEGER NOT NULL, failed INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX IF NOT EXISTS events_by_step ON events (step);
        CREATE INDEX IF NOT EXISTS events_by_envelope ON events (envelope_id) WHERE envelope_id IS NOT NULL;
        CREATE INDEX IF NOT EXISTS events_by_type ON events (detail_type, sequence);
        """;

    /// <summary>Changes with <see cref="Schema"/>: traces of an earlier form are thrown away.</summary>
    public const int SchemaVersion = 4;

    /// <summary>Empties a database of an earlier form.</summary>
    public const string Drop = "DROP TABLE IF EXISTS facts; DROP TABLE IF EXISTS causes; DROP TABLE IF EXISTS events; DROP TABLE IF EXISTS steps;";

    private readonly StepNumbers _steps;
    private readonly RawStatement _fact;
    private readonly RawStatement _cause;
    private readonly RawStatement _event;
    private readonly FailureMarks _failures;
    private readonly ArrayBufferWriter<byte> _data = new();
    private readonly Utf8JsonWriter _json;

    public FactWriter(SqliteConnection connection)
    {
        _steps = new(connection);
        _fact = new(connection, "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        _cause = new(connection, "INSERT OR IGNORE INTO causes VALUES (?, ?, ?)");
        _event = new(connection, "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)");
        _failures = new(connection);
        _json = new(_data);
    }

    /// <summary>Writes a fact under a number.</summary>
    public void Insert(SqliteTransaction transaction, Fact fact, long sequence)
    {
        var time = fact.Time.ToUnixTimeMilliseconds();
        var step = _steps.Of(transaction, fact.Step);
        AddData(_fact.Add(sequence).Add(time).Add((int)fact.Kind).Add(step).Add(fact.Node).Add(fact.Origin), fact.Data)
            .Add(fact.Text)
            .Run();
        foreach (var cause in fact.Causes)
        {
            _cause.Add(_steps.Of(transaction, cause)).Add(step).Add(sequence).Run();
        }

        if (fact.Event is { } named)
        {
            _event.Add(sequence)
                .Add(time)
                .Add(step)
                .Add(StepId.KeyOf(fact.Step))
                .Add(named.Bus)
                .Add(named.Source)
                .Add(named.DetailType)
                .Add(named.EnvelopeId)
                .Add(fact.Data?["rules"]?.AsArray().Count ?? 0)
                .Run();
        }

        if (fact.IsFailure())
        {
            _failures.Mark(transaction, step);
        }
    }

    /// <summary>Forgets what is older than a fact.</summary>
    public void Trim(SqliteTransaction transaction, long before)
    {
        // A step may have newer facts, and newer effects, than those that began after it.
        using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            """
            DELETE FROM facts WHERE sequence < $1;
            DELETE FROM causes WHERE fact < $1;
            DELETE FROM events WHERE sequence < $1;
            DELETE FROM steps WHERE id < (SELECT step FROM facts ORDER BY sequence LIMIT 1)
                AND NOT EXISTS (SELECT 1 FROM facts WHERE step = steps.id)
                AND NOT EXISTS (SELECT 1 FROM causes WHERE cause = steps.id);
            """;
        command.Parameters.AddWithValue("$1", before);
        command.ExecuteNonQuery();
        Forget(transaction);
    }

    /// <summary>What was written was taken back.</summary>
    /// <param name="transaction">The one that runs; null outside of one.</param>
    public void Forget(SqliteTransaction? transaction) => _steps.Forget(transaction);

    public void Dispose()
    {
        _steps.Dispose();
        _fact.Dispose();
        _cause.Dispose();
        _event.Dispose();
        _json.Dispose();
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

    private RawStatement AddData(RawStatement statement, JsonObject? data)
    {
        if (data is null)
        {
            return statement.Add(null);
        }

        _data.ResetWrittenCount();
        _json.Reset();
        data.WriteTo(_json);
        _json.Flush();
        return statement.AddUtf8(_data.WrittenSpan);
    }
}

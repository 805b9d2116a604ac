using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SensorWatch.Local.Store;

/// <summary>
/// A statement that gives no rows, compiled once and run through SQLite's own functions. For what is written so often that
/// making ADO.NET's parameters would take longer than the write.
/// </summary>
/// <remarks>Not for several threads at once. A text that is bound is copied by SQLite.</remarks>
internal sealed class RawStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private byte[] _text = new byte[1024];
    private int _bound;

    /// <summary>Compiles it.</summary>
    /// <param name="connection">An open connection, which outlives the statement.</param>
    /// <param name="sql">The text; its parameters are <c>?</c>.</param>
    /// <exception cref="SqliteException">The text is wrong.</exception>
    public RawStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>Gives the next parameter a number.</summary>
    public RawStatement Add(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, ++_bound, value));
        return this;
    }

    /// <summary>Gives the next parameter a text, or none.</summary>
    public RawStatement Add(string? value)
    {
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(_statement, ++_bound));
            return this;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (_text.Length < most)
        {
            _text = new byte[Math.Max(most, 2 * _text.Length)];
        }

        return AddUtf8(_text.AsSpan(0, Encoding.UTF8.GetBytes(value, _text)));
    }

    /// <summary>Gives the next parameter a text in UTF-8.</summary>
    public RawStatement AddUtf8(ReadOnlySpan<byte> value)
    {
        // An empty span has no address, which SQLite takes for NULL.
        Check(value.IsEmpty ? raw.sqlite3_bind_text(_statement, ++_bound, "") : raw.sqlite3_bind_text(_statement, ++_bound, value));
        return this;
    }

    /// <summary>Runs it with the parameters given since the last time; every parameter needs one.</summary>
    /// <returns>How many rows changed.</returns>
    /// <exception cref="SqliteException">What the database says against it.</exception>
    public int Run()
    {
        _bound = 0;
        raw.sqlite3_step(_statement);

        // What went wrong in the step is told once more here.
        Check(raw.sqlite3_reset(_statement));
        return raw.sqlite3_changes(_database);
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw new SqliteException($"SQLite Error {result}: '{raw.sqlite3_errmsg(_database).utf8_to_string()}'.", result);
        }
    }
}

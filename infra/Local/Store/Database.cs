using Microsoft.Data.Sqlite;

namespace SensorWatch.Local.Store;

/// <summary>
/// The one SQLite database behind everything that the local run keeps. In memory without a folder; with one, a file
/// that survives, and what a call acknowledged is on disk when it returns. Every piece of work is one transaction, and
/// one runs at a time: SQLite has one writer anyway, and the services above need no locks of their own.
/// </summary>
public sealed class Database : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    private Database(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the database.</summary>
    /// <param name="directory">The folder for <c>sensorwatch.db</c>, made when it is missing; null for memory.</param>
    public static Database Open(string? directory)
    {
        var source = ":memory:";
        if (directory is not null)
        {
            Directory.CreateDirectory(directory);
            source = Path.Combine(directory, "sensorwatch.db");
        }

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Pooling = false }.ToString());
        connection.Open();
        using var pragma = connection.CreateCommand();
        pragma.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;";
        pragma.ExecuteNonQuery();
        return new(connection);
    }

    /// <summary>Does the work in one transaction: committed when it returns, undone when it throws.</summary>
    public T Run<T>(Func<SqliteConnection, T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        lock (_lock)
        {
            using var transaction = _connection.BeginTransaction();
            var result = work(_connection);
            transaction.Commit();
            return result;
        }
    }

    /// <inheritdoc cref="Run{T}"/>
    public void Run(Action<SqliteConnection> work) => Run<object?>(connection =>
    {
        work(connection);
        return null;
    });

    public void Dispose() => _connection.Dispose();
}

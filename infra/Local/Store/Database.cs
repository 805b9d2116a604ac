using Microsoft.Data.Sqlite;

namespace SensorWatch.Local.Store;

/// <summary>
/// The one SQLite database behind everything that the local run keeps. In memory without a folder; with one, a file
/// that survives, and what a call acknowledged is on disk when it returns. Every piece of work is done as a whole or not
/// at all, and one runs at a time: SQLite has one writer anyway, and the services above need no locks of their own.
/// </summary>
/// <remarks>
/// On disk, callers who come at the same time share a commit (<see cref="GroupCommit"/>). Work runs on another thread
/// then, and sees what earlier work did before that is on disk: what it answers is told only once both are.
/// </remarks>
public sealed class Database : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly FileStream? _claim;
    private readonly GroupCommit? _commits;

    private Database(SqliteConnection connection, FileStream? claim)
    {
        (_connection, _claim) = (connection, claim);
        _commits = claim is null ? null : new(connection);
    }

    /// <summary>Opens the database.</summary>
    /// <param name="directory">The folder for <c>sensorwatch.db</c>, made when it is missing; null for memory.</param>
    /// <exception cref="IOException">Another local run uses the folder.</exception>
    /// <exception cref="SqliteException">The file there is no database, or can't be used.</exception>
    public static Database Open(string? directory)
    {
        FileStream? claim = null;
        SqliteConnection? connection = null;
        try
        {
            claim = directory is null ? null : Claim(directory);
            var source = directory is null ? ":memory:" : Path.Combine(directory, "sensorwatch.db");
            connection = new(new SqliteConnectionStringBuilder { DataSource = source, Pooling = false }.ToString());
            connection.Open();
            using var pragma = connection.CreateCommand();
            pragma.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;";
            pragma.ExecuteNonQuery();
            return new(connection, claim);
        }
        catch
        {
            connection?.Dispose();
            claim?.Dispose();
            throw;
        }
    }

    /// <summary>Does the work in one transaction: committed when it returns, undone when it throws.</summary>
    /// <exception cref="IOException">The work was done, and couldn't be committed: nothing of it is there.</exception>
    public T Run<T>(Func<SqliteConnection, T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return _commits is null ? RunAlone(work) : _commits.RunAsync(work, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Run{T}"/>
    public void Run(Action<SqliteConnection> work) => Run<object?>(connection =>
    {
        work(connection);
        return null;
    });

    /// <summary>Does the work in one transaction, and keeps no thread waiting for the disk.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Keeps the work from beginning. Once it has begun it is done, and the task tells how it ended.</param>
    /// <exception cref="IOException">The work was done, and couldn't be committed: nothing of it is there.</exception>
    public Task<T> RunAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (_commits is not null)
        {
            return _commits.RunAsync(work, cancellationToken);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        try
        {
            return Task.FromResult(RunAlone(work));
        }
        catch (Exception exception)
        {
            return Task.FromException<T>(exception);
        }
    }

    /// <summary>Ends the work that was begun or waits for its turn, and closes the database.</summary>
    public void Dispose()
    {
        _commits?.Dispose();
        _connection.Dispose();
        _claim?.Dispose();
    }

    private T RunAlone<T>(Func<SqliteConnection, T> work)
    {
        lock (_lock)
        {
            using var transaction = _connection.BeginTransaction();
            var result = work(_connection);
            transaction.Commit();
            return result;
        }
    }

    /// <summary>
    /// Keeps a second local run out: both would hand out the same messages. The system drops the claim with the process,
    /// however that ends.
    /// </summary>
    private static FileStream Claim(string directory)
    {
        Directory.CreateDirectory(directory);
        try
        {
            return new(Path.Combine(directory, "sensorwatch.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new IOException("Another local run uses it, or it can't be written to.", exception);
        }
    }
}

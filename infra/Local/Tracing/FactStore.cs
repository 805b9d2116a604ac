using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SensorWatch.Local.Tracing;

/// <summary>
/// Keeps facts in a database of their own, so that what people look at never waits for what the system does, nor the other
/// way round. Facts are written a moment after they came, and a question sees them all the same. When the local run is
/// killed, the last moment's are lost: they tell of what happened, and nothing depends on them.
/// </summary>
public sealed class FactStore : IDisposable
{
    /// <summary>How many facts are kept; about ten belong to an event. The oldest go first.</summary>
    internal const int MaximumFacts = 2_000_000;

    /// <summary>Facts that wait to be written; whoever adds more than this writes them.</summary>
    private const int MaximumPending = 20_000;

    private const int TrimEvery = 50_000;

    private static readonly TimeSpan WriteDelay = TimeSpan.FromMilliseconds(100);

    private readonly Lock _pendingLock = new();
    private readonly Lock _writeLock = new();
    private readonly SqliteConnection _connection;
    private readonly FactWriter _writer;
    private readonly ITimer _timer;
    private readonly int _maximumFacts;
    private readonly ILogger _logger;
    private List<Fact> _pending = [];
    private long _sequence;
    private long _trimmedAt;
    private bool _disposed;

    private FactStore(SqliteConnection connection, TimeProvider time, int maximumFacts, ILogger logger)
    {
        (_connection, _maximumFacts, _logger) = (connection, maximumFacts, logger);
        if (Scalar("PRAGMA user_version") != FactWriter.SchemaVersion)
        {
            Execute($"{FactWriter.Drop} PRAGMA user_version = {FactWriter.SchemaVersion};");
        }

        Execute(FactWriter.Schema);
        _writer = new(connection);
        _sequence = _trimmedAt = Scalar("SELECT coalesce(max(sequence), 0) FROM facts");
        _timer = time.CreateTimer(_ => Write(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Opens the database.</summary>
    /// <param name="directory">The folder for <c>traces.db</c>; null for a file that SQLite makes and removes by itself.</param>
    /// <param name="time">The clock of the writing, which goes on when the services' clock is set.</param>
    /// <param name="maximumFacts">How many facts are kept.</param>
    /// <param name="logger">Tells what could not be written; null to tell nobody.</param>
    /// <exception cref="SqliteException">The file there is no database, or can't be used.</exception>
    public static FactStore Open(string? directory, TimeProvider time, int maximumFacts = MaximumFacts, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        var source = directory is null ? "" : Path.Combine(directory, "traces.db");
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return new(connection, time, maximumFacts, logger ?? NullLogger.Instance);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Takes a fact, and writes it soon.</summary>
    public void Add(Fact fact)
    {
        int pending;
        lock (_pendingLock)
        {
            if (_disposed)
            {
                return;
            }

            _pending.Add(fact);
            pending = _pending.Count;
            if (pending == 1)
            {
                _timer.Change(WriteDelay, Timeout.InfiniteTimeSpan);
            }
        }

        if (pending >= MaximumPending)
        {
            Write();
        }
    }

    /// <summary>Asks the database, with all facts written that were added before.</summary>
    internal T Read<T>(Func<SqliteConnection, T> query)
    {
        lock (_writeLock)
        {
            Write();
            return query(_connection);
        }
    }

    public void Dispose()
    {
        lock (_pendingLock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        _timer.Dispose();
        Write();
        lock (_writeLock)
        {
            _writer.Dispose();
            _connection.Dispose();
        }
    }

    private void Write()
    {
        lock (_writeLock)
        {
            List<Fact> facts;
            lock (_pendingLock)
            {
                (facts, _pending) = (_pending, []);
            }

            if (facts.Count == 0)
            {
                return;
            }

            try
            {
                Write(facts);
            }
            catch (SqliteException exception)
            {
                // Whoever added them must not fail because the disk is full, nor the timer, which would end the local run.
                _writer.Forget(null);
                _logger.LogWarning(exception, "Traces of {Count} facts are lost: they could not be written", facts.Count);
            }
        }
    }

    private void Write(List<Fact> facts)
    {
        using var transaction = _connection.BeginTransaction();
        facts.ForEach(fact => _writer.Insert(transaction, fact, ++_sequence));
        if (_sequence - _trimmedAt >= TrimEvery)
        {
            _trimmedAt = _sequence;
            _writer.Trim(transaction, _trimmedAt - _maximumFacts);
        }

        transaction.Commit();
    }

    private long Scalar(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

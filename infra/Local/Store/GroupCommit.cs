using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace SensorWatch.Local.Store;

/// <summary>
/// Commits several callers' work at once. A commit waits for the disk, for milliseconds, and what arrives meanwhile is
/// the next group: one thread does its work one after the other in one transaction, each piece behind a savepoint, so that
/// one that throws is undone alone. Every caller hears after the commit, also the one whose work threw: it may have thrown
/// because of what an earlier piece of the group did.
/// </summary>
internal sealed class GroupCommit : IDisposable
{
    /// <summary>How many pieces share a commit at most, so that the first of them doesn't wait for all who come later.</summary>
    public const int MaximumGroup = 128;

    private const string Savepoint = "work";

    private readonly SqliteConnection _connection;
    private readonly BlockingCollection<Work> _waiting = [];
    private readonly Thread _writer;
    private bool _disposed;

    /// <param name="connection">From now on used by this alone.</param>
    public GroupCommit(SqliteConnection connection)
    {
        _connection = connection;
        _writer = new(Write) { Name = "Database", IsBackground = true };
        _writer.Start();
    }

    /// <summary>Queues work.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Keeps the work from beginning.</param>
    /// <exception cref="InvalidOperationException">Called by work that runs.</exception>
    /// <exception cref="ObjectDisposedException">After the end.</exception>
    public Task<T> RunAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        if (Thread.CurrentThread == _writer)
        {
            throw new InvalidOperationException("Work on the database can't wait for other work: pass its connection on instead.");
        }

        var queued = new Work<T>(work, cancellationToken);
        try
        {
            _waiting.Add(queued, CancellationToken.None);
        }
        catch (InvalidOperationException exception)
        {
            throw new ObjectDisposedException("The database is closed.", exception);
        }

        return queued.Acknowledged;
    }

    /// <summary>Takes no more work, and returns when all that was taken is done.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _waiting.CompleteAdding();
        _writer.Join();
        _waiting.Dispose();
    }

    private void Write()
    {
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            var group = new List<Work>();
            try
            {
                Commit(first, group);
            }
            catch (Exception exception)
            {
                // Whatever went wrong, the transaction is gone, and all who wait must hear of it.
                group.ForEach(work => work.Fail(exception));
                continue;
            }

            group.ForEach(work => work.Acknowledge());
        }
    }

    private void Commit(Work first, List<Work> group)
    {
        group.Add(first);
        using var transaction = _connection.BeginTransaction();
        Run(first, transaction);
        while (group.Count < MaximumGroup && _waiting.TryTake(out var next))
        {
            group.Add(next);
            Run(next, transaction);
        }

        transaction.Commit();
    }

    private void Run(Work work, SqliteTransaction transaction)
    {
        transaction.Save(Savepoint);
        if (!work.TryRun(_connection))
        {
            // A full disk or the like has already undone the whole transaction; then this throws, and so the group fails.
            transaction.Rollback(Savepoint);
        }

        transaction.Release(Savepoint);
    }

    private abstract class Work
    {
        /// <summary>Runs it; false when it threw, which it keeps for its caller.</summary>
        public abstract bool TryRun(SqliteConnection connection);

        /// <summary>Tells the caller, since all is on disk.</summary>
        public abstract void Acknowledge();

        /// <summary>Tells the caller that nothing is.</summary>
        public abstract void Fail(Exception reason);
    }

    private sealed class Work<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) : Work
    {
        // The writer must not run what callers do next.
        private readonly TaskCompletionSource<T> _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private Action<TaskCompletionSource<T>> _outcome = source => source.SetCanceled(cancellationToken);

        public Task<T> Acknowledged => _acknowledged.Task;

        public override bool TryRun(SqliteConnection connection)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return true;
            }

            try
            {
                var result = RunInContext(connection);
                _outcome = source => source.SetResult(result);
                return true;
            }
            catch (Exception exception)
            {
                _outcome = source => source.SetException(exception);
                return false;
            }
        }

        /// <summary>What goes along with the caller's flow, such as what it does its work for, goes along here.</summary>
        private T RunInContext(SqliteConnection connection)
        {
            if (_context is null)
            {
                return work(connection);
            }

            T result = default!;
            ExecutionContext.Run(_context, _ => result = work(connection), null);
            return result;
        }

        public override void Acknowledge() => _outcome(_acknowledged);

        public override void Fail(Exception reason) =>
            _acknowledged.SetException(new IOException($"The database could not commit, and nothing was changed: {reason.Message}", reason));
    }
}

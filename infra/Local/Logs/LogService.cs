using System.Text;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Store;
using SensorWatch.Templates.Pricing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Logs;

/// <summary>
/// CloudWatch Logs as far as functions need it. Events are gathered for a moment and kept together, since a commit for
/// each line would cost more than the function that wrote it; a query sees them all the same. When the local run is
/// killed, the last moment's lines are lost.
/// </summary>
public sealed class LogService : IAsyncDisposable
{
    /// <summary>What is kept in memory, when there is no folder: about so many characters. The older half goes when there are more.</summary>
    internal const long MaximumBytesInMemory = 64 * 1024 * 1024;

    private static readonly TimeSpan FlushDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly bool _inMemory;
    private readonly Dictionary<string, LogGroupResource?> _groups;
    private readonly ITimer _flush;
    private List<LogEvent> _pending = [];
    private DateTimeOffset _sweptAt;
    private long _bytes;
    private bool _stopped;

    /// <param name="database">Keeps the events.</param>
    /// <param name="groups">The log groups of the templates.</param>
    /// <param name="functions">Functions, each of which has a log group, be it in a template or not.</param>
    /// <param name="inMemory">The database is not a file: there is a limit to what it keeps.</param>
    /// <param name="time">The clock by which events are written.</param>
    public LogService(
        Database database,
        IReadOnlyList<LogGroupResource> groups,
        IReadOnlyList<FunctionResource> functions,
        bool inMemory,
        TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(time);
        (_database, _time, _inMemory) = (database, time, inMemory);
        _groups = functions.Select(function => function.LogGroupName)
            .Union(groups.Select(group => group.Name), StringComparer.Ordinal)
            .ToDictionary(name => name, name => groups.FirstOrDefault(group => group.Name == name), StringComparer.Ordinal);
        database.Run(LogStore.CreateTables);
        StartedAt = time.GetUtcNow();
        _flush = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>The log groups by name, those that no template declares without a resource.</summary>
    public IReadOnlyDictionary<string, LogGroupResource?> Groups => _groups;

    /// <summary>Counts the bytes that CloudWatch Logs would bill.</summary>
    internal UsageMeter Usage { get; init; } = new();

    /// <summary>Takes an event.</summary>
    public void Write(LogEvent logEvent)
    {
        ArgumentNullException.ThrowIfNull(logEvent);
        Usage.Add(UsageItem.LogBytes, (Encoding.UTF8.GetByteCount(logEvent.Message) + Sizes.LogEntry) / Sizes.Gigabyte);
        lock (_lock)
        {
            _pending.Add(logEvent);
            if (_pending.Count == 1 && !_stopped)
            {
                _flush.Change(FlushDelay, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Keeps an event within the caller's transaction.</summary>
    internal void Write(SqliteConnection connection, LogEvent logEvent)
    {
        var now = _time.GetUtcNow();
        LogStore.Insert(connection, logEvent, now);
        Forget(connection, now, logEvent.Message.Length);
    }

    /// <summary>The events that a query asks for: all that were written before it.</summary>
    public IReadOnlyList<LogEvent> Read(LogQuery query)
    {
        Flush();
        return _database.Run(connection => LogStore.Read(connection, query));
    }

    /// <summary>A group's streams, by name.</summary>
    public IReadOnlyList<LogStream> Streams(string groupName)
    {
        Flush();
        return _database.Run(connection => LogStore.Streams(connection, groupName));
    }

    /// <summary>How much a group keeps.</summary>
    public long StoredBytes(string groupName)
    {
        Flush();
        return _database.Run(connection => LogStore.Bytes(connection, groupName));
    }

    /// <summary>What an invocation logged, the last so many bytes of it at most: what <c>X-Amz-Log-Result</c> has.</summary>
    public byte[] Tail(string requestId, int maximumBytes)
    {
        var lines = Read(new() { RequestId = requestId }).Select(logEvent => logEvent.Message.EndsWith('\n') ? logEvent.Message : $"{logEvent.Message}\n");
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines));
        return bytes.Length > maximumBytes ? bytes[^maximumBytes..] : bytes;
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _stopped = true;
        }

        await _flush.DisposeAsync();
        Flush();
    }

    private void Flush()
    {
        List<LogEvent> events;
        lock (_lock)
        {
            (events, _pending) = (_pending, []);
        }

        if (events.Count > 0)
        {
            _database.Run(connection =>
            {
                var now = _time.GetUtcNow();
                events.ForEach(logEvent => LogStore.Insert(connection, logEvent, now));
                Forget(connection, now, events.Sum(logEvent => logEvent.Message.Length));
            });
        }
    }

    /// <summary>Deletes what is older than its group's retention, and of what is in memory the older half when it is too much.</summary>
    private void Forget(SqliteConnection connection, DateTimeOffset now, long added)
    {
        if (now - _sweptAt >= SweepInterval)
        {
            _sweptAt = now;
            foreach (var group in _groups.Values)
            {
                if (group?.RetentionDays is { } days)
                {
                    LogStore.DeleteUntil(connection, group.Name, now.AddDays(-days));
                }
            }
        }

        _bytes += added;
        if (_inMemory && _bytes > MaximumBytesInMemory)
        {
            LogStore.DeleteOlderHalf(connection);
            _bytes = LogStore.Bytes(connection);
        }
    }
}

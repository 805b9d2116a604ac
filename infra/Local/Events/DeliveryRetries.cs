using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Faults;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Events;

/// <summary>
/// Tries deliveries, and those that fail for a time again. What waits is in the database, written with the attempt that
/// failed and removed with the one that didn't, so that an event is neither lost nor delivered twice.
/// </summary>
/// <param name="database">Keeps what waits.</param>
/// <param name="faults">Faults on demand; null for none.</param>
/// <param name="time">The clock.</param>
/// <param name="trace">Hears what is tried again.</param>
/// <param name="logger">Tells what is tried again.</param>
internal sealed class DeliveryRetries(Database database, FaultService? faults, TimeProvider time, Tracer trace, ILogger logger) : IDisposable
{
    private const int BatchSize = 100;

    /// <summary>Timers can't wait for longer than 49 days; none here is that long. Nor may one be due at once: its callback would run within its making.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    /// <summary>How long after a database that failed, such as on a full disk, what is due is tried again.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Lock _running = new();
    private Action<SqliteConnection, PendingDelivery, Announcements>? _retry;
    private Action<Announcements>? _announce;
    private ITimer? _timer;
    private DateTimeOffset? _next;
    private bool _busy;
    private bool _stopped;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Deliveries that wait.</summary>
    public int Count => database.Run(PendingDeliveryStore.Count);

    /// <summary>Nothing is due; what waits for its time counts as at rest.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                return !_busy && !(_next <= Now);
            }
        }
    }

    /// <summary>Makes the table.</summary>
    public void Open() => database.Run(PendingDeliveryStore.CreateTables);

    /// <summary>Begins, with what an earlier run left.</summary>
    /// <param name="isKnown">Whether the rule or schedule and its target are still there.</param>
    /// <param name="retry">Tries one again, within a transaction.</param>
    /// <param name="announce">Tells what came of that, after the commit.</param>
    public void Start(
        Func<PendingDelivery, bool> isKnown, Action<SqliteConnection, PendingDelivery, Announcements> retry, Action<Announcements> announce)
    {
        (_retry, _announce) = (retry, announce);
        var (forgotten, first) = database.Run(connection =>
            (PendingDeliveryStore.Forget(connection, isKnown), PendingDeliveryStore.FirstDue(connection)));
        foreach (var delivery in forgotten)
        {
            logger.LogWarning("What waited for target {TargetId} of {Source} is dropped: the templates don't have it any more", delivery.TargetId, delivery.Source);
        }

        lock (_lock)
        {
            _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Expect(first);
        }

        Announce();
    }

    /// <summary>Tries a delivery within the caller's transaction, who must call <see cref="Announce"/> after the commit.</summary>
    /// <param name="connection">The connection of the transaction.</param>
    /// <param name="delivery">What.</param>
    /// <param name="progress">How far it has come.</param>
    /// <param name="send">Brings it to the target; null when the target took it.</param>
    /// <returns>Null when the target has it, or gets it later.</returns>
    public FailedDelivery? Try(SqliteConnection connection, Delivery delivery, DeliveryProgress progress, Func<DeliveryFailure?> send)
    {
        var now = Now;
        if (delivery.Policy.IsTooOld(progress, now))
        {
            return new(progress.Failure!, progress.Failures - 1, RetryPolicy.AgeExhausted);
        }

        var struck = faults?.OnDelivery(delivery.Source, delivery.TargetArn, progress.IsDelayed) ?? DeliveryFaults.None;
        if (struck.Delay > TimeSpan.Zero)
        {
            Keep(connection, delivery, progress with { IsDelayed = true }, now + struck.Delay);
            return null;
        }

        var failure = struck.Failure is { } fault ? delivery.OnDemand(fault) : send();
        if (failure is null)
        {
            // The target has it, whatever comes of a second time.
            _ = struck.Twice ? send() : null;
            return null;
        }

        return Fail(connection, delivery, progress with { Failures = progress.Failures + 1, Failure = failure, IsDelayed = false }, now);
    }

    /// <summary>Something may wait since the last commit.</summary>
    public void Announce()
    {
        lock (_lock)
        {
            if (!_stopped && _next is { } next)
            {
                var wait = next - Now;
                _timer?.Change(wait > ShortestWait ? wait : ShortestWait, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Stops after the batch that is under way; the rest is for the next start.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _stopped = true;
            _timer?.Dispose();
        }

        lock (_running)
        {
            // Nothing runs any more.
        }
    }

    private FailedDelivery? Fail(SqliteConnection connection, Delivery delivery, DeliveryProgress failed, DateTimeOffset now)
    {
        var failure = failed.Failure!;
        if (!failure.IsRetryable)
        {
            return new(failure, failed.Failures - 1, null);
        }

        if (delivery.Policy.Next(failed, $"{delivery.EventId} {delivery.TargetArn}", now) is not { } next)
        {
            return new(failure, failed.Failures - 1, RetryPolicy.AttemptsExhausted);
        }

        Keep(connection, delivery, failed, next);
        if (TraceContext.Current is { Node: { } node, Steps: [var step, ..] })
        {
            trace.Record(new(FactKind.Postponed, step)
            {
                Node = node,
                Data = new()
                {
                    ["target"] = delivery.TargetArn,
                    ["code"] = failure.Code,
                    ["message"] = failure.Message,
                    ["attempt"] = failed.Failures,
                    ["next"] = next.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
                },
            });
        }

        logger.LogInformation(
            "Event {EventId} did not reach target {TargetArn} of {Source} at attempt {Attempt}: {ErrorCode}, {ErrorMessage}. It is tried again at {Next:yyyy-MM-dd'T'HH:mm:ss'Z'}",
            delivery.EventId,
            delivery.TargetArn,
            delivery.Source,
            failed.Failures,
            failure.Code,
            failure.Message,
            next);
        return null;
    }

    private void Keep(SqliteConnection connection, Delivery delivery, DeliveryProgress progress, DateTimeOffset dueAt)
    {
        PendingDeliveryStore.Insert(connection, new(delivery.Source, delivery.TargetId, delivery.Content(), progress), dueAt);
        lock (_lock)
        {
            Expect(dueAt);
        }
    }

    /// <summary>Something is due then. When its transaction comes to nothing, a timer finds nothing.</summary>
    private void Expect(DateTimeOffset? dueAt) => _next = _next < dueAt ? _next : dueAt ?? _next;

    private void OnTimer()
    {
        lock (_running)
        {
            lock (_lock)
            {
                // From here on it takes what is added.
                (_busy, _next) = (true, null);
            }

            DateTimeOffset? next = null;
            try
            {
                while (!_stopped && RunBatch())
                {
                    // Others' calls go between the batches.
                }

                next = _stopped ? null : database.Run(PendingDeliveryStore.FirstDue);
            }
            catch (Exception exception) when (exception is IOException or SqliteException)
            {
                logger.LogError(exception, "Deliveries that are due could not be tried; they are in a minute");
                next = Now + Recovery;
            }

            lock (_lock)
            {
                _busy = false;
                Expect(next);
            }
        }

        Announce();
    }

    /// <returns>There may be more.</returns>
    private bool RunBatch()
    {
        var (changed, count) = database.Run(connection =>
        {
            var changed = new Announcements();
            var due = PendingDeliveryStore.TakeDue(connection, Now, BatchSize);
            due.ForEach(delivery => _retry!(connection, delivery, changed));
            return (changed, due.Count);
        });
        _announce!(changed);
        return count == BatchSize;
    }
}

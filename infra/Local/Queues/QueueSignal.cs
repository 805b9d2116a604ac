namespace SensorWatch.Local.Queues;

/// <summary>
/// Wakes those who wait for a queue's next message. Nobody polls: a change of the queue wakes them at once, and one
/// timer stands for the earliest time at which a message becomes visible by itself. Who is woken looks at the queue
/// and, finding nothing, waits again.
/// </summary>
internal sealed class QueueSignal(TimeProvider time)
{
    private readonly Lock _lock = new();
    private List<TaskCompletionSource> _waiting = [];
    private ITimer? _timer;
    private DateTimeOffset _due = DateTimeOffset.MaxValue;

    /// <summary>Begins to wait: completes at the next <see cref="Wake"/>.</summary>
    public TaskCompletionSource Register()
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add(waiter);
        }

        return waiter;
    }

    public void Unregister(TaskCompletionSource waiter)
    {
        lock (_lock)
        {
            _waiting.Remove(waiter);
            if (_waiting.Count == 0)
            {
                StopTimer();
            }
        }
    }

    /// <summary>Wakes all who wait.</summary>
    public void Wake()
    {
        List<TaskCompletionSource> woken;
        lock (_lock)
        {
            StopTimer();
            (woken, _waiting) = (_waiting, []);
        }

        woken.ForEach(waiter => waiter.TrySetResult());
    }

    /// <summary>Wakes all who wait at that time, or at an earlier one that was asked for before.</summary>
    public void WakeAt(DateTimeOffset at)
    {
        var now = time.GetUtcNow();
        if (at <= now)
        {
            Wake();
            return;
        }

        lock (_lock)
        {
            if (_waiting.Count > 0 && at < _due)
            {
                StopTimer();
                _due = at;
                // Timers drop fractions of a millisecond, and one that comes early would find the message still invisible.
                var wait = TimeSpan.FromMilliseconds((long)Math.Ceiling((at - now).TotalMilliseconds));
                _timer = time.CreateTimer(static signal => ((QueueSignal)signal!).Wake(), this, wait, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void StopTimer()
    {
        _timer?.Dispose();
        _timer = null;
        _due = DateTimeOffset.MaxValue;
    }
}

namespace SensorWatch.Local.Timing;

/// <summary>
/// The clock of all services: a running one, plus an offset that a person can enlarge. Timers that become due by that
/// fire at once, in their order; the others come so much earlier.
/// </summary>
/// <param name="real">The running clock.</param>
/// <param name="offset">How much this one is ahead of it; negative for behind.</param>
public sealed class LocalClock(TimeProvider real, TimeSpan offset) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<ClockTimer> _timers = [];
    private readonly TimeProvider _real = real;
    private readonly long _start = real.GetTimestamp();
    private TimeSpan _offset = offset;
    private TimeSpan _advanced;

    /// <summary>How much this clock is ahead of the running one.</summary>
    public TimeSpan Offset
    {
        get
        {
            lock (_lock)
            {
                return _offset;
            }
        }
    }

    /// <summary>How long it is until the next timer is due; null when no timer runs.</summary>
    public TimeSpan? UntilNextTimer
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count == 0 ? null : _timers.Min(timer => timer.DueAt) - Elapsed;
            }
        }
    }

    public override long TimestampFrequency => _real.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => _real.LocalTimeZone;

    /// <summary>What has passed on this clock since it began.</summary>
    private TimeSpan Elapsed => _real.GetElapsedTime(_start) + _advanced;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _real.GetUtcNow() + _offset;
        }
    }

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return _real.GetTimestamp() + (long)(_advanced.TotalSeconds * TimestampFrequency);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ClockTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Sets the clock forward.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative: the clock never goes back.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        List<ClockTimer> due;
        lock (_lock)
        {
            _offset += by;
            _advanced += by;
            due = [.. _timers.Where(timer => timer.DueAt <= Elapsed).OrderBy(timer => timer.DueAt)];
            foreach (var timer in _timers.Except(due))
            {
                timer.Arm(Elapsed);
            }
        }

        foreach (var timer in due)
        {
            timer.OnTime();
        }
    }

    /// <summary>A timer on the running clock, which is set anew whenever this one is advanced.</summary>
    private sealed class ClockTimer : ITimer
    {
        /// <summary>The longest that a timer of .NET can wait: https://learn.microsoft.com/dotnet/api/system.threading.timer.change</summary>
        private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

        private readonly LocalClock _clock;
        private readonly Action _callback;
        private readonly ITimer _timer;
        private TimeSpan _period;

        public ClockTimer(LocalClock clock, Action callback)
        {
            (_clock, _callback) = (clock, callback);
            _timer = clock._real.CreateTimer(_ => OnTime(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        /// <summary>On the clock's own scale.</summary>
        public TimeSpan DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_clock._lock)
            {
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    _clock._timers.Remove(this);
                    return _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                }

                DueAt = _clock.Elapsed + dueTime;
                _clock._timers.Add(this);
                return Arm(_clock.Elapsed);
            }
        }

        /// <summary>Sets the running clock's timer to what is left.</summary>
        public bool Arm(TimeSpan now)
        {
            var left = DueAt - now;
            return _timer.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left, Timeout.InfiniteTimeSpan);
        }

        /// <summary>Calls back if it is time; the running clock's timer may be a little early, or one that waits as long as it can.</summary>
        public void OnTime()
        {
            lock (_clock._lock)
            {
                var now = _clock.Elapsed;
                if (!_clock._timers.Contains(this))
                {
                    return;
                }

                if (DueAt > now)
                {
                    Arm(now);
                    return;
                }

                if (_period > TimeSpan.Zero)
                {
                    // What it missed is not made up for, as with .NET's own timers.
                    DueAt += _period * Math.Max(1, Math.Ceiling((now - DueAt) / _period));
                    Arm(now);
                }
                else
                {
                    _clock._timers.Remove(this);
                }
            }

            _callback();
        }

        public void Dispose()
        {
            lock (_clock._lock)
            {
                _clock._timers.Remove(this);
            }

            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

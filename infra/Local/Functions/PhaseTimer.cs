namespace SensorWatch.Local.Functions;

/// <summary>
/// Limits the phases of something that is in one phase at a time. The limit of an earlier phase means nothing any more,
/// even when it passes in the moment in which the next phase begins.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="gate">The lock under which phases begin, and under which <paramref name="onLimit"/> is called.</param>
/// <param name="onLimit">Takes the limit that has passed.</param>
internal sealed class PhaseTimer(TimeProvider time, Lock gate, Action<TimeSpan> onLimit)
{
    private ITimer? _timer;
    private int _phase;
    private TimeSpan _limit;
    private long _beganAt;

    /// <summary>What is left of the last phase's limit.</summary>
    public TimeSpan Left => _limit - time.GetElapsedTime(_beganAt);

    /// <summary>Begins a phase that may take so long.</summary>
    public void Begin(TimeSpan limit)
    {
        Stop();
        var phase = _phase;
        _limit = limit;
        _beganAt = time.GetTimestamp();
        _timer = time.CreateTimer(_ => OnTimer(phase, limit), null, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the last phase.</summary>
    public void Stop()
    {
        _phase++;
        _timer?.Dispose();
    }

    private void OnTimer(int phase, TimeSpan limit)
    {
        lock (gate)
        {
            if (phase == _phase)
            {
                onLimit(limit);
            }
        }
    }
}

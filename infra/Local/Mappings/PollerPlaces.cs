namespace SensorWatch.Local.Mappings;

/// <summary>
/// The places for a queue's batches in flight, which one poller takes. They become more and fewer by the time that has
/// passed, counted when something happens: only while all are taken and messages wait does a timer run.
/// </summary>
/// <param name="scale">The places at the beginning.</param>
/// <param name="time">The clock.</param>
internal sealed class PollerPlaces(PollerScale scale, TimeProvider time)
{
    /// <summary>
    /// How long the poller waits for more places while none gets free: five places' time, so that a clock that goes from timer
    /// to timer has few steps.
    /// </summary>
    private static readonly TimeSpan GrowthStep = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private PollerScale _scale = scale;
    private QueueDemand _demand;
    private long _since = time.GetTimestamp();
    private int _taken;
    private TaskCompletionSource? _freed;

    /// <summary>Takes a place as soon as there is one.</summary>
    /// <param name="waitForMessage">Completes when a message could be received.</param>
    /// <param name="stop">Takes none.</param>
    /// <returns>False when it was stopped before.</returns>
    public async Task<bool> TakeAsync(Func<CancellationToken, Task> waitForMessage, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Task freed;
            bool mayGrow;
            lock (_lock)
            {
                Count(QueueDemand.Steady);
                if (_taken < _scale.Places)
                {
                    _taken++;
                    return true;
                }

                freed = NextFreed();
                mayGrow = !_scale.IsLargest;
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var change = freed.WaitAsync(either.Token);
            await Task.WhenAny(mayGrow ? [change, GrowAsync(waitForMessage, either.Token)] : [change]);
            await either.CancelAsync();
        }

        return false;
    }

    /// <summary>Gives a place back.</summary>
    /// <param name="failed">The batch's invocation failed, or was throttled.</param>
    public void Release(bool failed = false)
    {
        lock (_lock)
        {
            _taken--;
            if (failed)
            {
                _scale = _scale.AfterFailure();
            }

            _freed?.TrySetResult();
            _freed = null;
        }
    }

    /// <summary>From here on the queue asks something else.</summary>
    public void Note(QueueDemand demand)
    {
        lock (_lock)
        {
            Count(demand);
        }
    }

    /// <summary>Completes when all places have been given back; none may be taken any more.</summary>
    public async Task DrainAsync()
    {
        while (true)
        {
            Task freed;
            lock (_lock)
            {
                if (_taken == 0)
                {
                    return;
                }

                freed = NextFreed();
            }

            await freed;
        }
    }

    private async Task GrowAsync(Func<CancellationToken, Task> waitForMessage, CancellationToken cancellationToken)
    {
        await waitForMessage(cancellationToken);
        Note(QueueDemand.Waiting);
        await Task.Delay(GrowthStep, time, cancellationToken);
    }

    /// <summary>Counts the time in which the queue asked the same as before.</summary>
    private void Count(QueueDemand next)
    {
        var now = time.GetTimestamp();
        _scale = _scale.After(time.GetElapsedTime(_since, now), _demand);
        (_since, _demand) = (now, next);
    }

    private Task NextFreed() => (_freed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
}

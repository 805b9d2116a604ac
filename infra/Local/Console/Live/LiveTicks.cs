using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace SensorWatch.Local.Console.Live;

/// <summary>
/// Computes a tick each second while somebody subscribes, once for all, and nothing while nobody does. Who can't keep up gets
/// the newest tick, and not those between.
/// </summary>
/// <param name="compute">Gives a tick, encoded.</param>
/// <param name="time">The clock that runs.</param>
/// <param name="logger">Takes why a tick could not be computed; the next one is tried all the same.</param>
internal sealed class LiveTicks(Func<byte[]> compute, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<Channel<byte[]>> _subscribers = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private bool _isRunning;
    private byte[]? _latest;

    /// <summary>Ticks from now on, the first at once; ends when the local run stops.</summary>
    public async IAsyncEnumerable<byte[]> SubscribeAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ticks = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        Add(ticks);
        try
        {
            await foreach (var tick in ticks.Reader.ReadAllAsync(cancellationToken))
            {
                yield return tick;
            }
        }
        finally
        {
            lock (_lock)
            {
                _subscribers.Remove(ticks);
            }
        }
    }

    /// <summary>Ends all subscriptions.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            _stop.Cancel();
            _subscribers.ForEach(ticks => ticks.Writer.TryComplete());
        }

        await _running;
        _stop.Dispose();
    }

    private void Add(Channel<byte[]> ticks)
    {
        lock (_lock)
        {
            if (_stop.IsCancellationRequested)
            {
                ticks.Writer.Complete();
                return;
            }

            _subscribers.Add(ticks);
            if (!_isRunning)
            {
                _isRunning = true;
                _running = Task.Run(() => RunAsync(_stop.Token));
            }
            else if (_latest is not null)
            {
                ticks.Writer.TryWrite(_latest);
            }
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                Publish();
                await timer.WaitForNextTickAsync(stop);
            }
            while (GoesOn());
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The subscriptions have ended, and this with them.
        }
    }

    /// <summary>Whoever subscribes after the last has gone starts it again.</summary>
    private bool GoesOn()
    {
        lock (_lock)
        {
            if (_subscribers.Count == 0)
            {
                (_isRunning, _latest) = (false, null);
            }

            return _isRunning;
        }
    }

    private void Publish()
    {
        byte[] tick;
        try
        {
            tick = compute();
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "The console's live view could not be computed.");
            return;
        }

        lock (_lock)
        {
            _latest = tick;
            _subscribers.ForEach(ticks => ticks.Writer.TryWrite(tick));
        }
    }
}

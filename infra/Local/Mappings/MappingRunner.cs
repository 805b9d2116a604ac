using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Mappings;

/// <summary>What moves a mapping's records.</summary>
/// <param name="RunAsync">Runs until the first token stops it and the batches in flight have ended; the second waits for none.</param>
/// <param name="IsIdle">Nothing is in hand, and nothing could be taken now.</param>
internal sealed record MappingWork(Func<CancellationToken, CancellationToken, Task> RunAsync, Func<bool> IsIdle);

/// <summary>
/// A mapping and the work that goes on for it. When its settings change, it takes no new batch, waits for those in flight,
/// and goes on with the new settings: a stream's records stay in order.
/// </summary>
/// <param name="declared">The mapping as it begins.</param>
/// <param name="open">Makes the work of a mapping that is enabled.</param>
/// <param name="now">The time.</param>
/// <param name="stop">Takes no new batch, for good.</param>
/// <param name="abandon">Waits for no batch.</param>
internal sealed class MappingRunner(
    EventSourceMappingResource declared,
    Func<EventSourceMappingResource, IReadOnlyList<MappingWork>> open,
    Func<DateTimeOffset> now,
    CancellationToken stop,
    CancellationToken abandon)
{
    private readonly Lock _lock = new();
    private IReadOnlyList<MappingWork> _work = [];
    private CancellationTokenSource _change = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private Task _running = Task.CompletedTask;
    private int _updates;

    /// <summary>The mapping as it is now.</summary>
    public EventSourceMappingResource Mapping { get; private set; } = declared;

    public DateTimeOffset LastModified { get; private set; } = now();

    /// <summary><c>Enabled</c>, <c>Disabled</c>, or while batches in flight end <c>Updating</c>, <c>Enabling</c> or <c>Disabling</c>.</summary>
    public string State { get; private set; } = declared.Enabled ? "Enabled" : "Disabled";

    public bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                return _work.All(work => work.IsIdle()) && (_updates == 0 || !Mapping.Enabled);
            }
        }
    }

    /// <summary>Completes when it was stopped and its batches have ended.</summary>
    public Task Running
    {
        get
        {
            lock (_lock)
            {
                return _running;
            }
        }
    }

    /// <summary>Begins.</summary>
    public void Start()
    {
        lock (_lock)
        {
            _running = Open();
        }
    }

    /// <summary>Goes on with other settings.</summary>
    public void Update(EventSourceMappingResource changed)
    {
        lock (_lock)
        {
            State = (Mapping.Enabled, changed.Enabled) switch
            {
                (false, true) => "Enabling",
                (true, false) => "Disabling",
                _ => "Updating",
            };
            LastModified = now();
            Mapping = changed;
            _updates++;
            _running = SwitchAsync(_running, _change);
            _change = CancellationTokenSource.CreateLinkedTokenSource(stop);
        }
    }

    private async Task SwitchAsync(Task before, CancellationTokenSource change)
    {
        // Not under the caller's lock.
        await Task.Yield();
        await change.CancelAsync();
        await before;
        change.Dispose();
        Task running;
        lock (_lock)
        {
            if (--_updates > 0 || stop.IsCancellationRequested)
            {
                return;
            }

            State = Mapping.Enabled ? "Enabled" : "Disabled";
            running = Open();
        }

        await running;
    }

    private Task Open()
    {
        var change = _change.Token;
        _work = Mapping.Enabled ? open(Mapping) : [];
        return Task.WhenAll(_work.Select(work => Task.Run(() => work.RunAsync(change, abandon), CancellationToken.None)));
    }
}

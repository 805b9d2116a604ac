namespace SensorWatch.Local.Events;

/// <summary>Events on their way in a transaction.</summary>
internal sealed class EventsPut(
    EventDelivery delivery,
    Action<BusEvent, IReadOnlyList<CompiledRule>> log,
    IReadOnlyList<(BusEvent Event, IReadOnlyList<CompiledRule> Rules)> events)
{
    /// <summary>The events and the rules that each matched.</summary>
    public IReadOnlyList<(BusEvent Event, IReadOnlyList<CompiledRule> Rules)> Events { get; } = events;

    /// <summary>The events' ids, in their order.</summary>
    public IReadOnlyList<string> Ids { get; } = [.. events.Select(put => put.Event.Id)];

    /// <summary>What <see cref="Complete"/> tells.</summary>
    public Announcements ChangedQueues { get; } = new();

    /// <summary>Wakes the consumers and logs, once the transaction is committed.</summary>
    public void Complete()
    {
        delivery.Announce(ChangedQueues);
        foreach (var (busEvent, rules) in Events)
        {
            log(busEvent, rules);
            busEvent.Dispose();
        }
    }
}

namespace SensorWatch.Contracts;

/// <summary>Identity and origin of an event, the same for all contracts.</summary>
public sealed record EventMetadata
{
    /// <summary>
    /// An event that has come this far was caused by events in a circle: consumers refuse it, and it ends in their
    /// dead-letter queue instead of costing money for ever.
    /// </summary>
    public const int MaximumHops = 16;

    /// <summary>Unique for each event. Consumers use it to do nothing the second time; EventBridge's own id differs on each put.</summary>
    public required string EventId { get; init; }

    /// <summary>The same for everything that one outside cause (a request, an upload, a schedule) set in motion.</summary>
    public required string CorrelationId { get; init; }

    /// <summary>The event id of the event that led to this one; null when the cause came from outside.</summary>
    public string? CausationId { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The contract's version (<see cref="EventContract.Version"/>) that the publisher knew.</summary>
    public required int Version { get; init; }

    /// <summary>How many events stand between the outside cause and this event: 0 for the first.</summary>
    public int Hops { get; init; }

    /// <summary>Metadata of an event whose cause is outside the system.</summary>
    /// <param name="eventId">Unique for the event.</param>
    /// <param name="correlationId">Names the outside cause, a request id for instance.</param>
    /// <param name="contract">The contract of the new event.</param>
    /// <param name="time">When it happened.</param>
    public static EventMetadata First(string eventId, string correlationId, EventContract contract, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(contract);
        return new() { EventId = eventId, CorrelationId = correlationId, Time = time, Version = contract.Version };
    }

    /// <summary>Metadata of an event that this one leads to.</summary>
    /// <param name="eventId">Unique for the new event.</param>
    /// <param name="contract">The contract of the new event.</param>
    /// <param name="time">When it happened.</param>
    public EventMetadata Next(string eventId, EventContract contract, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(contract);
        return new()
        {
            EventId = eventId,
            CorrelationId = CorrelationId,
            CausationId = EventId,
            Time = time,
            Version = contract.Version,
            Hops = Hops + 1,
        };
    }
}

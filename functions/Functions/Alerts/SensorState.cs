using System.Collections.Immutable;
using SensorWatch.Contracts;

namespace SensorWatch.Functions.Alerts;

/// <summary>What the judging of a sensor's readings remembers from one event to the next.</summary>
public sealed record SensorState
{
    public required string SensorId { get; init; }

    /// <summary>The newest reading that was judged; null before the first.</summary>
    public Reading? Last { get; init; }

    /// <summary>Unit of <see cref="Last"/>, as a UCUM code.</summary>
    public string? Unit { get; init; }

    /// <summary>Ids of the alerts that are open, by limit.</summary>
    public ImmutableSortedDictionary<LimitKind, string> OpenAlerts { get; init; } = ImmutableSortedDictionary<LimitKind, string>.Empty;

    /// <summary>When the sensor last reported: the time of the event, not of a reading, since files bring old readings. UTC.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>When it is to be looked at for silence, UTC; null when nobody waits for it, or when the alert is open: <see cref="SilenceRule"/>.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The open alert for its silence; null when there is none.</summary>
    public SilenceAlert? Silence { get; init; }

    /// <summary>Grows by one with each change that is stored: two writers can't overwrite each other. 0 before the first.</summary>
    public long Version { get; init; }
}

/// <summary>An open alert for a sensor that should have reported and hasn't.</summary>
public sealed record SilenceAlert(string AlertId, DateTimeOffset OpenedAt);

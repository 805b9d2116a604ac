using SensorWatch.Contracts;
using SensorWatch.Functions.Changes;

namespace SensorWatch.Functions.Sensors;

/// <summary>A registered sensor.</summary>
public sealed record Sensor
{
    public required string SensorId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Unit of its values, as a UCUM code. Readings in another unit are kept, and not judged.</summary>
    public required string Unit { get; init; }

    public required Limits Limits { get; init; }

    /// <summary>Zone of the times in its files when they say none: <see cref="TimeZones"/>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>How often it reports; null when nobody waits for it.</summary>
    public int? ExpectedEverySeconds { get; init; }

    /// <summary>1 when it was registered; grows by one with each change.</summary>
    public required long Version { get; init; }

    /// <summary>What led to the last change.</summary>
    public required Origin Origin { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Time of the last change; later than that of the change before.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}

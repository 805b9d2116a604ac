using SensorWatch.Contracts.Json;

namespace SensorWatch.Contracts;

/// <summary>
/// Readings of one sensor were accepted. One event carries many readings: EventBridge charges by the 64 KB, so a
/// full event costs what an event with a single reading costs.
/// </summary>
public sealed record ReadingsRecorded : IEvent<ReadingsRecorded>
{
    /// <summary>Most readings that one event carries: with the longest numbers and times still less than 64 KB.</summary>
    public const int MaximumReadings = 500;

    public static EventContract<ReadingsRecorded> Contract { get; } =
        new("sensorwatch.readings", nameof(ReadingsRecorded), version: 1, ContractsJson.Default.BusEventReadingsRecorded);

    public static ReadingsRecorded Example { get; } = new()
    {
        SensorId = "seattle-temperature",
        Unit = "Cel",
        Readings =
        [
            new(new DateTimeOffset(2010, 1, 1, 9, 0, 0, TimeSpan.Zero), 4.0),
            new(new DateTimeOffset(2010, 1, 1, 10, 0, 0, TimeSpan.Zero), 3.9),
        ],
    };

    /// <summary>The sensor that took the readings.</summary>
    public required string SensorId { get; init; }

    /// <summary>Unit of the values, as a UCUM code (https://ucum.org): <c>Cel</c>, <c>hPa</c>, <c>m/s</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>At least one, at most <see cref="MaximumReadings"/>, in any order.</summary>
    public required IReadOnlyList<Reading> Readings { get; init; }
}

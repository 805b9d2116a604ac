using SensorWatch.Contracts.Json;

namespace SensorWatch.Contracts;

/// <summary>A sensor is known to the system from now on. Later changes of it are other events.</summary>
public sealed record SensorRegistered : IEvent<SensorRegistered>
{
    public static EventContract<SensorRegistered> Contract { get; } =
        new("sensorwatch.sensors", nameof(SensorRegistered), version: 1, ContractsJson.Default.BusEventSensorRegistered);

    public static SensorRegistered Example { get; } = new()
    {
        SensorId = "seattle-temperature",
        Name = "Seattle, temperature on the roof",
        Unit = "Cel",
        Limits = new() { LowCritical = -5, HighWarning = 30, HighCritical = 35, Hysteresis = 1 },
    };

    public required string SensorId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Unit of its values, as a UCUM code.</summary>
    public required string Unit { get; init; }

    public required Limits Limits { get; init; }
}

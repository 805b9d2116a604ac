using SensorWatch.Contracts.Json;

namespace SensorWatch.Contracts;

/// <summary>An operator changed a sensor's limits; alerts that are open are judged again by the new ones.</summary>
public sealed record LimitsChanged : IEvent<LimitsChanged>
{
    public static EventContract<LimitsChanged> Contract { get; } =
        new("sensorwatch.sensors", nameof(LimitsChanged), version: 1, ContractsJson.Default.BusEventLimitsChanged);

    public static LimitsChanged Example { get; } = new()
    {
        SensorId = "seattle-temperature",
        Before = SensorRegistered.Example.Limits,
        After = SensorRegistered.Example.Limits with { HighCritical = 38 },
    };

    public required string SensorId { get; init; }

    public required Limits Before { get; init; }

    public required Limits After { get; init; }
}

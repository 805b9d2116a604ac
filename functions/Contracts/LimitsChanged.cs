using SensorWatch.Contracts.Json;

namespace SensorWatch.Contracts;

/// <summary>
/// An operator changed a sensor's limits, or how often it must report; alerts that are open are judged again by what
/// counts now.
/// </summary>
public sealed record LimitsChanged : IEvent<LimitsChanged>
{
    public static EventContract<LimitsChanged> Contract { get; } =
        new("sensorwatch.sensors", nameof(LimitsChanged), version: 1, ContractsJson.Default.BusEventLimitsChanged);

    public static LimitsChanged Example { get; } = new()
    {
        SensorId = "seattle-temperature",
        Before = SensorRegistered.Example.Limits,
        After = SensorRegistered.Example.Limits with { HighCritical = 38 },
        ExpectedEverySeconds = 3600,
    };

    public required string SensorId { get; init; }

    public required Limits Before { get; init; }

    public required Limits After { get; init; }

    /// <summary>How often the sensor is expected to report from now on, in seconds; null when nobody waits for it.</summary>
    public int? ExpectedEverySeconds { get; init; }
}

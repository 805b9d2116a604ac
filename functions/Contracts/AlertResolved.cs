using SensorWatch.Contracts.Json;

namespace SensorWatch.Contracts;

/// <summary>What was wrong is well again.</summary>
public sealed record AlertResolved : IEvent<AlertResolved>
{
    public static EventContract<AlertResolved> Contract { get; } =
        new("sensorwatch.alerts", nameof(AlertResolved), version: 1, ContractsJson.Default.BusEventAlertResolved);

    public static AlertResolved Example { get; } = new()
    {
        Alert = Alert.Example,
        ResolvedAt = Alert.Example.OpenedAt.AddHours(2),
        Reason = "33.8 Cel is back inside the limit of 35 Cel by 1 Cel",
    };

    public required Alert Alert { get; init; }

    /// <summary>Time of the reading, or of what else resolved it, UTC.</summary>
    public required DateTimeOffset ResolvedAt { get; init; }

    /// <summary>What happened, for people.</summary>
    public required string Reason { get; init; }
}

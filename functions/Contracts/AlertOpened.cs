using SensorWatch.Contracts.Json;

namespace SensorWatch.Contracts;

/// <summary>Something is wrong that was well before.</summary>
public sealed record AlertOpened : IEvent<AlertOpened>
{
    public static EventContract<AlertOpened> Contract { get; } =
        new("sensorwatch.alerts", nameof(AlertOpened), version: 1, ContractsJson.Default.BusEventAlertOpened);

    public static AlertOpened Example { get; } = new() { Alert = Alert.Example };

    public required Alert Alert { get; init; }
}

using SensorWatch.Contracts.Json;

namespace SensorWatch.Contracts;

/// <summary>An operator has seen an open alert and takes care of it.</summary>
public sealed record AlertAcknowledged : IEvent<AlertAcknowledged>
{
    public static EventContract<AlertAcknowledged> Contract { get; } =
        new("sensorwatch.alerts", nameof(AlertAcknowledged), version: 1, ContractsJson.Default.BusEventAlertAcknowledged);

    public static AlertAcknowledged Example { get; } = new()
    {
        Alert = Alert.Example,
        AcknowledgedAt = Alert.Example.OpenedAt.AddMinutes(4),
        Operator = "ada",
        Note = "The air conditioning is off; a technician is on the way.",
    };

    public required Alert Alert { get; init; }

    public required DateTimeOffset AcknowledgedAt { get; init; }

    /// <summary>Who acknowledged it.</summary>
    public required string Operator { get; init; }

    public string? Note { get; init; }
}

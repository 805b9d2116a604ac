using SensorWatch.Contracts;

namespace SensorWatch.Functions.Sensors;

/// <summary>A sensor as answers show it.</summary>
public sealed record SensorView(
    string SensorId,
    string Name,
    string Unit,
    Limits Limits,
    string? TimeZone,
    int? ExpectedEverySeconds,
    long Version,
    DateTimeOffset RegisteredAt,
    DateTimeOffset ChangedAt)
{
    public static SensorView Of(Sensor sensor)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        return new(
            sensor.SensorId,
            sensor.Name,
            sensor.Unit,
            sensor.Limits,
            sensor.TimeZone,
            sensor.ExpectedEverySeconds,
            sensor.Version,
            sensor.RegisteredAt,
            sensor.ChangedAt);
    }
}

using Amazon.DynamoDBv2.Model;
using SensorWatch.Contracts;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Sensors;

/// <summary>A <see cref="Sensor"/> as an item of the sensors table, and as an image in its stream.</summary>
internal static class SensorItem
{
    private const string Name = "name";
    private const string Unit = "unit";
    private const string TimeZone = "timeZone";
    private const string ExpectedEverySeconds = "expectedEverySeconds";
    private const string RegisteredAt = "registeredAt";
    private const string ChangedAt = "changedAt";
    private const string LimitsAttribute = "limits";
    private const string Hysteresis = "hysteresis";

    public static Dictionary<string, AttributeValue> Write(Sensor sensor)
    {
        var item = new Dictionary<string, AttributeValue>
        {
            [SensorTable.PartitionKey] = ItemAttributes.Text(sensor.SensorId),
            [Name] = ItemAttributes.Text(sensor.Name),
            [Unit] = ItemAttributes.Text(sensor.Unit),
            [LimitsAttribute] = new() { M = WriteLimits(sensor.Limits) },
            [VersionCondition.Attribute] = ItemAttributes.Number(sensor.Version),
            [RegisteredAt] = ItemAttributes.Time(sensor.RegisteredAt),
            [ChangedAt] = ItemAttributes.Time(sensor.ChangedAt),
        };
        item.AddIfPresent(TimeZone, sensor.TimeZone is { } zone ? ItemAttributes.Text(zone) : null);
        item.AddIfPresent(ExpectedEverySeconds, sensor.ExpectedEverySeconds is { } seconds ? ItemAttributes.Number((long)seconds) : null);
        sensor.Origin.Write(item);
        return item;
    }

    /// <exception cref="InvalidDataException">The item is not one that <see cref="Write"/> made.</exception>
    public static Sensor Read(IReadOnlyDictionary<string, AttributeValue> item) => new()
    {
        SensorId = item.GetText(SensorTable.PartitionKey),
        Name = item.GetText(Name),
        Unit = item.GetText(Unit),
        Limits = ReadLimits(item.GetMap(LimitsAttribute)),
        TimeZone = item.FindText(TimeZone),
        ExpectedEverySeconds = (int?)item.FindLong(ExpectedEverySeconds),
        Version = item.GetLong(VersionCondition.Attribute),
        Origin = Origin.Read(item),
        RegisteredAt = item.GetTime(RegisteredAt),
        ChangedAt = item.GetTime(ChangedAt),
    };

    private static Dictionary<string, AttributeValue> WriteLimits(Limits limits)
    {
        var map = new Dictionary<string, AttributeValue> { [Hysteresis] = ItemAttributes.Number(limits.Hysteresis) };
        foreach (var kind in Enum.GetValues<LimitKind>())
        {
            map.AddIfPresent(EnumText.ToText(kind), limits[kind] is { } limit ? ItemAttributes.Number(limit) : null);
        }

        return map;
    }

    private static Limits ReadLimits(Dictionary<string, AttributeValue> map) => new()
    {
        LowCritical = map.FindDouble(EnumText.ToText(LimitKind.LowCritical)),
        LowWarning = map.FindDouble(EnumText.ToText(LimitKind.LowWarning)),
        HighWarning = map.FindDouble(EnumText.ToText(LimitKind.HighWarning)),
        HighCritical = map.FindDouble(EnumText.ToText(LimitKind.HighCritical)),
        Hysteresis = map.FindDouble(Hysteresis) ?? 0,
    };
}

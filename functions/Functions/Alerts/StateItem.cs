using System.Collections.Immutable;
using Amazon.DynamoDBv2.Model;
using SensorWatch.Contracts;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Alerts;

/// <summary><see cref="SensorState"/> and <see cref="AlarmMemory"/> as items of the alerts table.</summary>
internal static class StateItem
{
    private const string SensorId = "sensorId";
    private const string LastTime = "lastTime";
    private const string LastValue = "lastValue";
    private const string LastUnit = "lastUnit";
    private const string OpenAlerts = "openAlerts";
    private const string ReportedAt = "reportedAt";
    private const string SilenceAlertId = "silenceAlertId";
    private const string SilenceOpenedAt = "silenceOpenedAt";
    private const string AlarmName = "alarmName";
    private const string JudgedAt = "judgedAt";
    private const string OpenAlertId = "openAlertId";

    public static Dictionary<string, AttributeValue> Write(SensorState state)
    {
        var item = new Dictionary<string, AttributeValue>
        {
            [AlertTable.PartitionKey] = ItemAttributes.Text(AlertTable.SensorStateKey(state.SensorId)),
            [SensorId] = ItemAttributes.Text(state.SensorId),
            [VersionCondition.Attribute] = ItemAttributes.Number(state.Version),
        };
        if (!state.OpenAlerts.IsEmpty)
        {
            item[OpenAlerts] = new() { M = state.OpenAlerts.ToDictionary(open => EnumText.ToText(open.Key), open => ItemAttributes.Text(open.Value)) };
        }

        if (state.Last is { } last)
        {
            item[LastTime] = ItemAttributes.Time(last.Time);
            item[LastValue] = ItemAttributes.Number(last.Value);
        }

        item.AddIfPresent(LastUnit, state.Unit is { } unit ? ItemAttributes.Text(unit) : null);
        item.AddIfPresent(ReportedAt, state.ReportedAt is { } reportedAt ? ItemAttributes.Time(reportedAt) : null);
        if (state.Silence is { } silence)
        {
            item[SilenceAlertId] = ItemAttributes.Text(silence.AlertId);
            item[SilenceOpenedAt] = ItemAttributes.Time(silence.OpenedAt);
        }

        if (state.DueAt is { } dueAt)
        {
            item[AlertTable.Watch] = ItemAttributes.Text(AlertTable.WatchOn);
            item[AlertTable.DueAt] = ItemAttributes.Text(SortableTime.ToText(dueAt));
        }

        return item;
    }

    /// <exception cref="InvalidDataException">The item is not one that <see cref="Write(SensorState)"/> made.</exception>
    public static SensorState ReadSensor(IReadOnlyDictionary<string, AttributeValue> item) => new()
    {
        SensorId = item.GetText(SensorId),
        Last = item.FindTime(LastTime) is { } time && item.FindDouble(LastValue) is { } value ? new(time, value) : null,
        Unit = item.FindText(LastUnit),
        OpenAlerts = ReadOpenAlerts(item.GetValueOrDefault(OpenAlerts)?.M ?? []),
        ReportedAt = item.FindTime(ReportedAt),
        DueAt = item.FindTime(AlertTable.DueAt),
        Silence = item.FindText(SilenceAlertId) is { } alertId ? new(alertId, item.GetTime(SilenceOpenedAt)) : null,
        Version = item.GetLong(VersionCondition.Attribute),
    };

    public static Dictionary<string, AttributeValue> Write(AlarmMemory memory)
    {
        var item = new Dictionary<string, AttributeValue>
        {
            [AlertTable.PartitionKey] = ItemAttributes.Text(AlertTable.AlarmStateKey(memory.AlarmName)),
            [AlarmName] = ItemAttributes.Text(memory.AlarmName),
            [VersionCondition.Attribute] = ItemAttributes.Number(memory.Version),
        };
        item.AddIfPresent(JudgedAt, memory.JudgedAt is { } judgedAt ? ItemAttributes.Time(judgedAt) : null);
        item.AddIfPresent(OpenAlertId, memory.OpenAlertId is { } alertId ? ItemAttributes.Text(alertId) : null);
        return item;
    }

    /// <exception cref="InvalidDataException">The item is not one that <see cref="Write(AlarmMemory)"/> made.</exception>
    public static AlarmMemory ReadAlarm(IReadOnlyDictionary<string, AttributeValue> item) => new()
    {
        AlarmName = item.GetText(AlarmName),
        JudgedAt = item.FindTime(JudgedAt),
        OpenAlertId = item.FindText(OpenAlertId),
        Version = item.GetLong(VersionCondition.Attribute),
    };

    private static ImmutableSortedDictionary<LimitKind, string> ReadOpenAlerts(Dictionary<string, AttributeValue> map) =>
        map.ToImmutableSortedDictionary(
            open => EnumText.TryParse<LimitKind>(open.Key, out var kind)
                ? kind
                : throw new InvalidDataException($"Expected one of {EnumText.All<LimitKind>()} in '{OpenAlerts}'; got '{open.Key}'."),
            open => open.Value.S);
}

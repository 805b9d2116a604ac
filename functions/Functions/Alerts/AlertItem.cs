using Amazon.DynamoDBv2.Model;
using SensorWatch.Contracts;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Alerts;

/// <summary>A <see cref="StoredAlert"/> as an item of the alerts table, and as an image in its stream.</summary>
internal static class AlertItem
{
    public const string ResolvedAt = "resolvedAt";
    public const string Reason = "reason";
    public const string ChangedAt = "changedAt";

    private const string AlertId = "alertId";
    private const string Kind = "kind";
    private const string SeverityAttribute = "severity";
    private const string Limit = "limit";
    private const string Message = "message";
    private const string Value = "value";
    private const string Unit = "unit";
    private const string AcknowledgedAt = "acknowledgedAt";
    private const string AcknowledgedBy = "acknowledgedBy";
    private const string Note = "note";

    public static Dictionary<string, AttributeValue> Write(StoredAlert stored)
    {
        var alert = stored.Alert;
        var item = new Dictionary<string, AttributeValue>
        {
            [AlertTable.PartitionKey] = ItemAttributes.Text(AlertTable.AlertKey(alert.AlertId)),
            [AlertId] = ItemAttributes.Text(alert.AlertId),
            [Kind] = ItemAttributes.Text(EnumText.ToText(alert.Kind)),
            [SeverityAttribute] = ItemAttributes.Text(EnumText.ToText(alert.Severity)),
            [AlertTable.Subject] = ItemAttributes.Text(alert.Subject),
            [Message] = ItemAttributes.Text(alert.Message),
            [AlertTable.OpenedAt] = ItemAttributes.Text(SortableTime.ToText(alert.OpenedAt)),
            [AlertTable.Status] = ItemAttributes.Text(EnumText.ToText(stored.Status)),
            [ChangedAt] = ItemAttributes.Time(stored.ChangedAt),
            [VersionCondition.Attribute] = ItemAttributes.Number(stored.Version),
        };
        item.AddIfPresent(Limit, alert.Limit is { } limit ? ItemAttributes.Text(EnumText.ToText(limit)) : null);
        item.AddIfPresent(Value, alert.Value is { } value ? ItemAttributes.Number(value) : null);
        item.AddIfPresent(Unit, alert.Unit is { } unit ? ItemAttributes.Text(unit) : null);
        if (stored.Acknowledgement is { } acknowledgement)
        {
            item[AcknowledgedAt] = ItemAttributes.Time(acknowledgement.At);
            item[AcknowledgedBy] = ItemAttributes.Text(acknowledgement.Operator);
            item.AddIfPresent(Note, acknowledgement.Note is { } note ? ItemAttributes.Text(note) : null);
        }

        if (stored.Resolution is { } resolution)
        {
            item[ResolvedAt] = ItemAttributes.Time(resolution.At);
            item[Reason] = ItemAttributes.Text(resolution.Reason);
        }

        stored.Origin.Write(item);
        return item;
    }

    /// <exception cref="InvalidDataException">The item is not one that <see cref="Write"/> made.</exception>
    public static StoredAlert Read(IReadOnlyDictionary<string, AttributeValue> item) => new()
    {
        Alert = new()
        {
            AlertId = item.GetText(AlertId),
            Kind = item.GetEnum<AlertKind>(Kind),
            Severity = item.GetEnum<Severity>(SeverityAttribute),
            Subject = item.GetText(AlertTable.Subject),
            Limit = item.ContainsKey(Limit) ? item.GetEnum<LimitKind>(Limit) : null,
            Message = item.GetText(Message),
            Value = item.FindDouble(Value),
            Unit = item.FindText(Unit),
            OpenedAt = item.GetTime(AlertTable.OpenedAt),
        },
        Status = item.GetEnum<AlertStatus>(AlertTable.Status),
        Acknowledgement = item.FindTime(AcknowledgedAt) is { } acknowledgedAt
            ? new(acknowledgedAt, item.GetText(AcknowledgedBy), item.FindText(Note))
            : null,
        Resolution = item.FindTime(ResolvedAt) is { } resolvedAt ? new(resolvedAt, item.GetText(Reason)) : null,
        ChangedAt = item.GetTime(ChangedAt),
        Origin = Origin.Read(item),
        Version = item.GetLong(VersionCondition.Attribute),
    };
}

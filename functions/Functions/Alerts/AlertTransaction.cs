using Amazon.DynamoDBv2.Model;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Alerts;

/// <summary>
/// An <see cref="AlertWrite"/> as the actions of a TransactWriteItems call; pure. The marker comes first, then the state,
/// then one action for each alert, since a transaction takes an item only once: an alert that is opened and resolved in
/// the same write is put as resolved.
/// </summary>
internal static class AlertTransaction
{
    /// <summary>Where the marker stands in <see cref="Build"/>'s list, and its reason in a cancelled transaction's.</summary>
    public const int MarkerIndex = 0;

    public static List<TransactWriteItem> Build(string tableName, AlertWrite write, DateTimeOffset now)
    {
        var opened = new Dictionary<string, StoredAlert>();
        var actions = new List<TransactWriteItem> { Marker(tableName, write.DoneKey, now), State(tableName, write) };
        foreach (var change in write.Changes)
        {
            switch (change)
            {
                case AlertChange.Opened { Alert: var alert }:
                    opened.Add(
                        alert.AlertId,
                        new() { Alert = alert, Status = AlertStatus.Open, ChangedAt = now, Origin = write.Origin, Version = 1 });
                    break;
                case AlertChange.Resolved resolved when opened.TryGetValue(resolved.AlertId, out var alert):
                    opened[resolved.AlertId] = alert with { Status = AlertStatus.Resolved, Resolution = new(resolved.At, resolved.Reason) };
                    break;
                case AlertChange.Resolved resolved:
                    actions.Add(new() { Update = Resolve(tableName, resolved, write.Origin, now) });
                    break;
            }
        }

        actions.AddRange(opened.Values.Select(alert => new TransactWriteItem { Put = PutNew(tableName, AlertItem.Write(alert)) }));
        return actions;
    }

    private static TransactWriteItem Marker(string tableName, string doneKey, DateTimeOffset now) => new()
    {
        Put = PutNew(tableName, new()
        {
            [AlertTable.PartitionKey] = ItemAttributes.Text(doneKey),
            [AlertTable.TimeToLiveAttribute] = ItemAttributes.Number((now + AlertTable.MarkerLifetime).ToUnixTimeSeconds()),
        }),
    };

    private static Put PutNew(string tableName, Dictionary<string, AttributeValue> item) => new()
    {
        TableName = tableName,
        Item = item,
        ConditionExpression = "attribute_not_exists(#key)",
        ExpressionAttributeNames = new() { ["#key"] = AlertTable.PartitionKey },
    };

    private static TransactWriteItem State(string tableName, AlertWrite write)
    {
        var put = new Put { TableName = tableName, Item = write.State };
        (put.ConditionExpression, put.ExpressionAttributeNames, put.ExpressionAttributeValues) =
            VersionCondition.For(AlertTable.PartitionKey, write.Version);
        return new() { Put = put };
    }

    /// <summary>An update and not a put: an operator may acknowledge the alert at the same time.</summary>
    private static Update Resolve(string tableName, AlertChange.Resolved resolved, Origin origin, DateTimeOffset now)
    {
        var set = new Dictionary<string, AttributeValue>
        {
            [AlertTable.Status] = ItemAttributes.Text(EnumText.ToText(AlertStatus.Resolved)),
            [AlertItem.ResolvedAt] = ItemAttributes.Time(resolved.At),
            [AlertItem.Reason] = ItemAttributes.Text(resolved.Reason),
            [AlertItem.ChangedAt] = ItemAttributes.Time(now),
        };
        origin.Write(set);
        var remove = origin.CausationId is null ? $" REMOVE #{Origin.CausationIdAttribute}" : "";
        var names = set.Keys.Append(Origin.CausationIdAttribute).Append(VersionCondition.Attribute).Append(AlertTable.PartitionKey).Distinct();
        var values = set.ToDictionary(pair => $":{pair.Key}", pair => pair.Value);
        values[":one"] = ItemAttributes.Number(1L);
        return new()
        {
            TableName = tableName,
            Key = new() { [AlertTable.PartitionKey] = ItemAttributes.Text(AlertTable.AlertKey(resolved.AlertId)) },
            UpdateExpression =
                $"SET {string.Join(", ", set.Keys.Select(name => $"#{name} = :{name}"))}, "
                + $"#{VersionCondition.Attribute} = #{VersionCondition.Attribute} + :one{remove}",
            ConditionExpression =
                $"attribute_exists(#{AlertTable.PartitionKey}) AND #{AlertTable.Status} <> :{AlertTable.Status}",
            ExpressionAttributeNames = names.ToDictionary(name => $"#{name}"),
            ExpressionAttributeValues = values,
        };
    }
}

using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Alerts;

/// <summary>
/// Which alerts are looked for: those of a subject, of any status unless one is given; or without a subject, those of a
/// status.
/// </summary>
public sealed record AlertFilter
{
    public string? Subject { get; init; }

    public AlertStatus? Status { get; init; }

    /// <summary>Opened from here on.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Opened before this.</summary>
    public required DateTimeOffset To { get; init; }
}

/// <summary>Where a page of alerts ends: its last alert, whose place in an index these two say.</summary>
public sealed record AlertPosition(DateTimeOffset OpenedAt, string AlertId);

/// <summary>Finds alerts through the indexes of the alerts table, which follow its writes within a moment.</summary>
public sealed class AlertIndex(IAmazonDynamoDB dynamoDb, string tableName)
{
    public static Need ToList { get; } =
        Need.To(AlertStore.TableNameVariable, "dynamodb:Query") with { Below = [$"index/{AlertTable.StatusIndex}", $"index/{AlertTable.SubjectIndex}"] };

    public static Need ToFindSilent { get; } =
        Need.To(AlertStore.TableNameVariable, "dynamodb:Query") with { Below = [$"index/{AlertTable.SilenceIndex}"] };

    /// <summary>Reads a page of alerts, the newest first.</summary>
    /// <param name="filter">Which alerts.</param>
    /// <param name="limit">Alerts of the page, at most.</param>
    /// <param name="after">The end of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Stops between two calls.</param>
    /// <returns>The alerts, and the end of the page if there may be more.</returns>
    public async Task<(IReadOnlyList<StoredAlert> Alerts, AlertPosition? Next)> ListAsync(
        AlertFilter filter,
        int limit,
        AlertPosition? after,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var request = ToRequest(filter, limit);
        request.ExclusiveStartKey = after is null ? null : KeyOf(filter, after);
        var alerts = new List<StoredAlert>();
        do
        {
            var response = await dynamoDb.QueryAsync(request, cancellationToken);
            alerts.AddRange((response.Items ?? []).Select(AlertItem.Read));
            request.ExclusiveStartKey = response.LastEvaluatedKey;
        }
        while (alerts.Count < limit && request.ExclusiveStartKey is { Count: > 0 });

        // A filter may leave more after one call than the page had room for.
        var more = alerts.Count > limit || request.ExclusiveStartKey is { Count: > 0 };
        var page = alerts.Take(limit).ToList();
        return (page, more ? new(page[^1].Alert.OpenedAt, page[^1].Alert.AlertId) : null);
    }

    /// <summary>Finds sensors whose silence was due to be noticed before a time; those that wait longest come first.</summary>
    public async IAsyncEnumerable<string> FindSilentAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new QueryRequest
        {
            TableName = tableName,
            IndexName = AlertTable.SilenceIndex,
            KeyConditionExpression = "#watch = :on AND #due < :before",
            ExpressionAttributeNames = new() { ["#watch"] = AlertTable.Watch, ["#due"] = AlertTable.DueAt },
            ExpressionAttributeValues = new()
            {
                [":on"] = ItemAttributes.Text(AlertTable.WatchOn),
                [":before"] = ItemAttributes.Text(SortableTime.ToText(before)),
            },
        };
        do
        {
            var response = await dynamoDb.QueryAsync(request, cancellationToken);
            foreach (var item in response.Items ?? [])
            {
                yield return item.GetText(AlertTable.PartitionKey)[AlertTable.StatePrefix.Length..];
            }

            request.ExclusiveStartKey = response.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }

    private static (string Index, string Key, string Value) PartitionOf(AlertFilter filter) => filter.Subject is { } subject
        ? (AlertTable.SubjectIndex, AlertTable.Subject, subject)
        : (AlertTable.StatusIndex, AlertTable.Status, EnumText.ToText(filter.Status
            ?? throw new ArgumentException("Expected a subject or a status; got neither.", nameof(filter))));

    private static Dictionary<string, AttributeValue> KeyOf(AlertFilter filter, AlertPosition position)
    {
        var (_, key, value) = PartitionOf(filter);
        return new()
        {
            [AlertTable.PartitionKey] = ItemAttributes.Text(AlertTable.AlertKey(position.AlertId)),
            [key] = ItemAttributes.Text(value),
            [AlertTable.OpenedAt] = ItemAttributes.Text(SortableTime.ToText(position.OpenedAt)),
        };
    }

    private QueryRequest ToRequest(AlertFilter filter, int limit)
    {
        var (index, key, value) = PartitionOf(filter);
        var request = new QueryRequest
        {
            TableName = tableName,
            IndexName = index,
            KeyConditionExpression = "#key = :key AND #opened BETWEEN :from AND :to",
            ExpressionAttributeNames = new() { ["#key"] = key, ["#opened"] = AlertTable.OpenedAt },
            ExpressionAttributeValues = new()
            {
                [":key"] = ItemAttributes.Text(value),
                [":from"] = ItemAttributes.Text(SortableTime.ToText(filter.From)),

                // BETWEEN includes both ends; a tick is the least step of the key.
                [":to"] = ItemAttributes.Text(SortableTime.ToText(filter.To.AddTicks(-1))),
            },
            ScanIndexForward = false,
            Limit = limit,
        };
        if (key == AlertTable.Subject && filter.Status is { } status)
        {
            request.FilterExpression = "#status = :status";
            request.ExpressionAttributeNames["#status"] = AlertTable.Status;
            request.ExpressionAttributeValues[":status"] = ItemAttributes.Text(EnumText.ToText(status));
        }

        return request;
    }
}

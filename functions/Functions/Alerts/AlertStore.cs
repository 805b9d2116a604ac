using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Alerts;

/// <summary>The alerts table: alerts, and what judging remembers. <see cref="AlertIndex"/> finds alerts.</summary>
public sealed class AlertStore(IAmazonDynamoDB dynamoDb, string tableName, TimeProvider time)
{
    /// <summary>Environment variable that holds the alerts table's name.</summary>
    public const string TableNameVariable = "ALERTS_TABLE_NAME";

    public static Need ToGet { get; } = Need.To(TableNameVariable, "dynamodb:GetItem");

    public static Need ToPut { get; } = Need.To(TableNameVariable, "dynamodb:PutItem");

    /// <summary>To write decisions. A transaction needs the rights of its actions; its markers expire.</summary>
    public static Need ToWrite { get; } =
        Need.To(TableNameVariable, "dynamodb:PutItem", "dynamodb:UpdateItem") with { TimeToLiveAttribute = AlertTable.TimeToLiveAttribute };

    private const string ConditionFailed = "ConditionalCheckFailed";

    /// <summary>Reasons for which a transaction is cancelled because of another one: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html</summary>
    private static readonly string[] ConflictCodes = [ConditionFailed, "TransactionConflict"];

    /// <summary>Reads an alert, as all writes before have left it; null when there is none.</summary>
    public async Task<StoredAlert?> GetAsync(string alertId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alertId);
        return alertId.Length <= AlertIds.MaximumLength && await GetItemAsync(AlertTable.AlertKey(alertId), cancellationToken) is { } item
            ? AlertItem.Read(item)
            : null;
    }

    /// <summary>Stores an alert that an operator changed.</summary>
    /// <returns>False, and nothing is stored, when somebody else changed it since it was read.</returns>
    public Task<bool> TryPutAsync(StoredAlert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return TryPutAsync(AlertItem.Write(alert), alert.Version - 1, cancellationToken);
    }

    /// <summary>Reads what is remembered of a sensor; an empty state when nothing is.</summary>
    public async Task<SensorState> GetSensorStateAsync(string sensorId, CancellationToken cancellationToken) =>
        await GetItemAsync(AlertTable.SensorStateKey(sensorId), cancellationToken) is { } item
            ? StateItem.ReadSensor(item)
            : new() { SensorId = sensorId };

    /// <summary>Reads what is remembered of a CloudWatch alarm; an empty memory when nothing is.</summary>
    public async Task<AlarmMemory> GetAlarmMemoryAsync(string alarmName, CancellationToken cancellationToken) =>
        await GetItemAsync(AlertTable.AlarmStateKey(alarmName), cancellationToken) is { } item
            ? StateItem.ReadAlarm(item)
            : new() { AlarmName = alarmName };

    /// <summary>
    /// Writes a decision. One that changes no alert is a plain put of the state: it costs a quarter of the transaction, and
    /// needs no marker, since the state itself makes a repetition harmless.
    /// </summary>
    internal async Task<WriteOutcome> WriteAsync(AlertWrite write, CancellationToken cancellationToken)
    {
        if (write.Changes.Count == 0)
        {
            return await TryPutAsync(write.State, write.Version, cancellationToken) ? WriteOutcome.Written : WriteOutcome.Conflict;
        }

        try
        {
            await dynamoDb.TransactWriteItemsAsync(
                new TransactWriteItemsRequest { TransactItems = AlertTransaction.Build(tableName, write, time.GetUtcNow()) },
                cancellationToken);
            return WriteOutcome.Written;
        }
        catch (TransactionCanceledException exception) when (OutcomeOf(exception) is { } outcome)
        {
            return outcome;
        }
    }

    /// <summary>Null when the transaction was cancelled for another reason: no capacity, an action that isn't valid.</summary>
    private static WriteOutcome? OutcomeOf(TransactionCanceledException exception)
    {
        var codes = (exception.CancellationReasons ?? []).ConvertAll(reason => reason.Code);
        return codes.ElementAtOrDefault(AlertTransaction.MarkerIndex) == ConditionFailed ? WriteOutcome.DoneBefore
            : codes.Exists(code => ConflictCodes.Contains(code)) ? WriteOutcome.Conflict
            : null;
    }

    private async Task<Dictionary<string, AttributeValue>?> GetItemAsync(string key, CancellationToken cancellationToken)
    {
        var response = await dynamoDb.GetItemAsync(
            new GetItemRequest
            {
                TableName = tableName,
                Key = new() { [AlertTable.PartitionKey] = ItemAttributes.Text(key) },
                ConsistentRead = true,
            },
            cancellationToken);
        return response.Item is { Count: > 0 } item ? item : null;
    }

    private async Task<bool> TryPutAsync(Dictionary<string, AttributeValue> item, long version, CancellationToken cancellationToken)
    {
        var request = new PutItemRequest { TableName = tableName, Item = item };
        (request.ConditionExpression, request.ExpressionAttributeNames, request.ExpressionAttributeValues) =
            VersionCondition.For(AlertTable.PartitionKey, version);
        try
        {
            await dynamoDb.PutItemAsync(request, cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }
}

using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Sensors;

/// <summary>The sensors table.</summary>
public sealed class SensorStore(IAmazonDynamoDB dynamoDb, string tableName)
{
    /// <summary>Environment variable that holds the sensors table's name.</summary>
    public const string TableNameVariable = "SENSORS_TABLE_NAME";

    public static Need ToGet { get; } = Need.To(TableNameVariable, "dynamodb:GetItem");

    public static Need ToPut { get; } = Need.To(TableNameVariable, "dynamodb:PutItem");

    public static Need ToList { get; } = Need.To(TableNameVariable, "dynamodb:Scan");

    /// <summary>Reads a sensor, as all writes before have left it; null when it isn't registered.</summary>
    public async Task<Sensor?> GetAsync(string sensorId, CancellationToken cancellationToken)
    {
        var response = await dynamoDb.GetItemAsync(
            new GetItemRequest { TableName = tableName, Key = KeyOf(sensorId), ConsistentRead = true },
            cancellationToken);
        return response.Item is { Count: > 0 } item ? SensorItem.Read(item) : null;
    }

    /// <summary>Stores a sensor that was registered or changed.</summary>
    /// <returns>False, and nothing is stored, when somebody else changed it since it was read.</returns>
    public async Task<bool> TryPutAsync(Sensor sensor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        var request = new PutItemRequest { TableName = tableName, Item = SensorItem.Write(sensor) };
        (request.ConditionExpression, request.ExpressionAttributeNames, request.ExpressionAttributeValues) =
            VersionCondition.For(SensorTable.PartitionKey, sensor.Version - 1);
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

    /// <summary>Reads a page of sensors, in no order that means anything, but each of them once.</summary>
    /// <param name="limit">Sensors of the page, at most.</param>
    /// <param name="after">The last sensor of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sensors, and the last one's id if there may be more.</returns>
    public async Task<(IReadOnlyList<Sensor> Sensors, string? Next)> ListAsync(int limit, string? after, CancellationToken cancellationToken)
    {
        var response = await dynamoDb.ScanAsync(
            new ScanRequest { TableName = tableName, Limit = limit, ExclusiveStartKey = after is null ? null : KeyOf(after) },
            cancellationToken);
        var next = response.LastEvaluatedKey is { Count: > 0 } key ? key.GetText(SensorTable.PartitionKey) : null;
        return ([.. (response.Items ?? []).Select(SensorItem.Read)], next);
    }

    private static Dictionary<string, AttributeValue> KeyOf(string sensorId) =>
        new() { [SensorTable.PartitionKey] = ItemAttributes.Text(sensorId) };
}

using Amazon.DynamoDBv2;

namespace SensorWatch.Functions.Imports;

/// <summary>What an import wants to know of a registered sensor.</summary>
/// <param name="Unit">Unit of its values; null when the table doesn't say.</param>
/// <param name="TimeZone">Zone of its clock, as an IANA id or an offset; null when the table doesn't say.</param>
internal sealed record KnownSensor(string? Unit, string? TimeZone);

/// <summary>Looks sensors up in the sensors table; it only reads.</summary>
public sealed class SensorLookup(IAmazonDynamoDB dynamoDb, string tableName)
{
    private const string SensorId = "sensorId";
    private const string Unit = "unit";
    private const string TimeZone = "timeZone";

    /// <summary>A sensor; null when it isn't registered.</summary>
    internal async Task<KnownSensor?> FindAsync(string sensorId, CancellationToken cancellationToken)
    {
        var response = await dynamoDb.GetItemAsync(
            new()
            {
                TableName = tableName,
                Key = new() { [SensorId] = new() { S = sensorId } },
                ProjectionExpression = "#id, #unit, #timeZone",
                ExpressionAttributeNames = new() { ["#id"] = SensorId, ["#unit"] = Unit, ["#timeZone"] = TimeZone },
            },
            cancellationToken);
        return response.Item is { Count: > 0 } item ? new(item.GetValueOrDefault(Unit)?.S, item.GetValueOrDefault(TimeZone)?.S) : null;
    }
}

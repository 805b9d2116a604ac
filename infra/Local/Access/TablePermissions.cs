using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Tables.Expressions;
using SensorWatch.Local.Tables.Streams;
using SensorWatch.Local.Tables.Values;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Access;

/// <summary>
/// Which rights DynamoDB's operations need, on tables, indexes and streams. A transaction needs those of its parts.
/// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
/// </summary>
internal sealed class TablePermissions(ResourceNames names)
{
    /// <summary>The partition keys of the items: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html</summary>
    private const string LeadingKeys = "dynamodb:LeadingKeys";

    public IEnumerable<Permission> Of(string operation, JsonObject request) => operation switch
    {
        "ListTables" => [new("dynamodb:ListTables", names.Arn("dynamodb", "table/*"))],
        "ListStreams" => [new("dynamodb:ListStreams", "*")],
        "DescribeStream" or "GetShardIterator" => [new($"dynamodb:{operation}", request.Text("StreamArn") ?? "")],
        "GetRecords" => [new("dynamodb:GetRecords", ShardIterator.Parse(request.Text("ShardIterator") ?? "")?.StreamArn ?? "")],
        "BatchGetItem" => Batch(operation, request, (table, asked) => asked is JsonObject keys ? keys.Structures("Keys").Select(key => KeyOf(table, key)) : []),
        "BatchWriteItem" => Batch(operation, request, (table, asked) => (asked as JsonArray ?? []).OfType<JsonObject>().Select(write => KeyOf(
            table, write.Structure("PutRequest")?.Structure("Item") ?? write.Structure("DeleteRequest")?.Structure("Key")))),
        "TransactGetItems" => request.Structures("TransactItems").SelectMany(item => Parts(item, ("Get", "GetItem", "Key"))),
        "TransactWriteItems" => request.Structures("TransactItems").SelectMany(item => Parts(
            item,
            ("Put", "PutItem", "Item"),
            ("Update", "UpdateItem", "Key"),
            ("Delete", "DeleteItem", "Key"),
            ("ConditionCheck", "ConditionCheckItem", "Key"))),
        "GetItem" or "UpdateItem" or "DeleteItem" => [OnItem(operation, request, "Key")],
        "PutItem" => [OnItem(operation, request, "Item")],
        "Query" or "Scan" => [OnTableOrIndex(operation, request)],
        _ => [new($"dynamodb:{operation}", names.Table(request.Text("TableName") ?? ""))],
    };

    private List<Permission> Parts(JsonObject item, params ReadOnlySpan<(string Member, string Action, string Key)> kinds)
    {
        List<Permission> parts = [];
        foreach (var (member, action, key) in kinds)
        {
            if (item.Structure(member) is { } part)
            {
                parts.Add(OnItem(action, part, key));
            }
        }

        return parts;
    }

    private Permission OnItem(string action, JsonObject request, string member)
    {
        var arn = names.Table(request.Text("TableName") ?? "");
        var permission = new Permission($"dynamodb:{action}", arn)
            .WithIfAny("dynamodb:ReturnValues", request.Text("ReturnValues"))
            .WithIfAny("dynamodb:ReturnConsumedCapacity", request.Text("ReturnConsumedCapacity"));
        return KeyOf(arn, request.Structure(member)) is { } key ? permission.With(LeadingKeys, key) : permission;
    }

    private List<Permission> Batch(string operation, JsonObject request, Func<string, JsonNode?, IEnumerable<string?>> keysOf) =>
    [
        .. from table in request.Structure("RequestItems") ?? []
           let arn = names.Table(table.Key)
           select new Permission($"dynamodb:{operation}", arn).With(LeadingKeys, [.. keysOf(arn, table.Value).OfType<string>()]),
    ];

    private Permission OnTableOrIndex(string operation, JsonObject request)
    {
        var arn = names.Table(request.Text("TableName") ?? "");
        var index = request.Text("IndexName");
        var permission = new Permission($"dynamodb:{operation}", index is null ? arn : $"{arn}/index/{index}")
            .WithIfAny("dynamodb:Select", request.Text("Select"))
            .WithIfAny("dynamodb:ReturnConsumedCapacity", request.Text("ReturnConsumedCapacity"));
        return operation == "Query" && PartitionOf(arn, index, request) is { } key ? permission.With(LeadingKeys, key) : permission;
    }

    /// <summary>The partition key that a query asks for; null when it asks for none rightly, which DynamoDB itself will say.</summary>
    private string? PartitionOf(string tableArn, string? index, JsonObject request)
    {
        if (Find(tableArn) is not { } table || request.Text("KeyConditionExpression") is not { } text)
        {
            return null;
        }

        var key = index is null ? table.Key : table.Indexes.FirstOrDefault(i => i.Name == index)?.Key ?? table.Key;
        try
        {
            var placeholders = Placeholders.Read(request.Structure("ExpressionAttributeNames"), request.Structure("ExpressionAttributeValues"));
            return KeyCondition.Parse(text, placeholders, key).Partition switch
            {
                StringValue value => value.Value,
                NumberValue value => value.Value.ToString(),
                BinaryValue value => Convert.ToBase64String(value.Value),
                _ => null,
            };
        }
        catch (AwsException)
        {
            return null;
        }
    }

    /// <summary>The value of the partition key in an item or key: of <c>{"S": "a"}</c>, <c>a</c>.</summary>
    private string? KeyOf(string tableArn, JsonObject? item) =>
        Find(tableArn) is { } table && item?[table.Key.Partition.Name] is JsonObject typed ? typed[table.Key.Partition.Type]?.ToString() : null;

    private TableResource? Find(string arn) => names.Deployment.Tables.FirstOrDefault(table => table.Arn == arn);
}

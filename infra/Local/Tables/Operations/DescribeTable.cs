using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Storage;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html. Counts and sizes are those of
/// this moment; the service brings them up to date every six hours.
/// </summary>
internal static class DescribeTable
{
    public static JsonObject Handle(TableStore store, JsonObject request)
    {
        var table = Find(store, request);
        return store.Run(session => new JsonObject { ["Table"] = Describe(session, table) });
    }

    /// <summary>Finds a table, or says in the words of the Describe operations that there is none.</summary>
    public static Table Find(TableStore store, JsonObject request)
    {
        var name = request.String("TableName").Required("TableName");
        return store.Find(name) ?? throw TableErrors.ResourceNotFound($"Requested resource not found: Table: {name} not found");
    }

    private static JsonObject Describe(TableSession session, Table table)
    {
        var (count, bytes) = Measure(session, "SELECT count(*), coalesce(sum(size), 0) FROM dynamodb_items WHERE table_id = $1", table.Id);
        var attributes = table.KeyAttributes.Concat(table.Indexes.SelectMany(index => index.KeyAttributes)).Distinct();
        var description = new JsonObject
        {
            ["TableName"] = table.Name,
            ["TableArn"] = table.Resource.Arn,
            ["TableId"] = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(table.Resource.Arn)).AsSpan(0, 16)).ToString(),
            ["TableStatus"] = "ACTIVE",
            ["CreationDateTime"] = table.Created.ToUnixTimeMilliseconds() / 1000.0,
            ["AttributeDefinitions"] = new JsonArray([.. attributes.Select(attribute =>
                new JsonObject { ["AttributeName"] = attribute.Name, ["AttributeType"] = attribute.Type })]),
            ["KeySchema"] = KeySchema(table.Key),
            ["ItemCount"] = count,
            ["TableSizeBytes"] = bytes,
            ["DeletionProtectionEnabled"] = false,
        };
        AddCapacity(description, table);
        AddIndexes(description, "GlobalSecondaryIndexes", session, table, table.Indexes.Where(index => index.Global));
        AddIndexes(description, "LocalSecondaryIndexes", session, table, table.Indexes.Where(index => !index.Global));
        AddStream(description, table);
        return description;
    }

    private static void AddCapacity(JsonObject description, Table table)
    {
        var provisioned = table.Resource.Resource.Properties["ProvisionedThroughput"];
        description["ProvisionedThroughput"] = new JsonObject
        {
            ["NumberOfDecreasesToday"] = 0,
            ["ReadCapacityUnits"] = Units("ReadCapacityUnits"),
            ["WriteCapacityUnits"] = Units("WriteCapacityUnits"),
        };
        if (provisioned is null)
        {
            description["BillingModeSummary"] = new JsonObject { ["BillingMode"] = "PAY_PER_REQUEST" };
        }

        // A template may write the number as a string.
        long Units(string member) => long.TryParse(provisioned?[member]?.ToString(), out var units) ? units : 0;
    }

    private static void AddIndexes(
        JsonObject description,
        string member,
        TableSession session,
        Table table,
        IEnumerable<SecondaryIndex> indexes)
    {
        var descriptions = indexes.Select(index => Describe(session, table, index)).ToArray();
        if (descriptions.Length > 0)
        {
            description[member] = new JsonArray([.. descriptions]);
        }
    }

    private static JsonObject Describe(TableSession session, Table table, SecondaryIndex index)
    {
        var (count, bytes) = Measure(
            session,
            """
            SELECT count(*), coalesce(sum(size), 0)
            FROM dynamodb_index_entries e JOIN dynamodb_items i ON i.id = e.item_id WHERE e.index_id = $1
            """,
            index.Id);
        var projection = new JsonObject { ["ProjectionType"] = index.Definition.ProjectionType };
        if (index.Definition.NonKeyAttributes.Count > 0)
        {
            projection["NonKeyAttributes"] = new JsonArray([.. index.Definition.NonKeyAttributes.Select(name => (JsonNode)name)]);
        }

        var description = new JsonObject
        {
            ["IndexName"] = index.Name,
            ["IndexArn"] = $"{table.Resource.Arn}/index/{index.Name}",
            ["KeySchema"] = KeySchema(index.Key),
            ["Projection"] = projection,
            ["ItemCount"] = count,
            ["IndexSizeBytes"] = bytes,
        };
        if (index.Global)
        {
            description["IndexStatus"] = "ACTIVE";
        }

        return description;
    }

    private static void AddStream(JsonObject description, Table table)
    {
        if (table.Resource is { StreamViewType: { } view, StreamArn: { } arn })
        {
            description["StreamSpecification"] = new JsonObject { ["StreamEnabled"] = true, ["StreamViewType"] = view };
            description["LatestStreamArn"] = arn;
            description["LatestStreamLabel"] = arn[(arn.LastIndexOf('/') + 1)..];
        }
    }

    public static JsonArray KeySchema(TableKey key)
    {
        var schema = new JsonArray(new JsonObject { ["AttributeName"] = key.Partition.Name, ["KeyType"] = "HASH" });
        if (key.Sort is not null)
        {
            schema.Add(new JsonObject { ["AttributeName"] = key.Sort.Name, ["KeyType"] = "RANGE" });
        }

        return schema;
    }

    private static (long Count, long Bytes) Measure(TableSession session, string sql, long id)
    {
        using var reader = session.Bind(sql, id).ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}

using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Storage;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html. Items come in no order that
/// means anything; what goes beyond 16 MB is named in <c>UnprocessedKeys</c>.
/// </summary>
internal static class BatchGetItem
{
    private const int MaximumKeys = 100;
    private const int MaximumBytes = 16 * 1024 * 1024;

    public static JsonObject Handle(TableStore store, JsonObject request)
    {
        var capacity = CapacityMeter.Of(request, store.Usage);
        var tables = ReadAll(store, request.Object("RequestItems").Required("RequestItems"));
        return store.Run(session => Evaluate(session, tables, capacity));
    }

    private static JsonObject Evaluate(TableSession session, List<TableReads> tables, CapacityMeter capacity)
    {
        var responses = new JsonObject();
        var unprocessed = new JsonObject();
        long bytes = 0;
        foreach (var table in tables)
        {
            var items = new JsonArray();
            var left = new JsonArray();
            foreach (var (read, key) in table.Reads)
            {
                if (bytes >= MaximumBytes)
                {
                    left.Add(key.DeepClone());
                    continue;
                }

                var stored = read.Evaluate(session, capacity);
                bytes += stored?.Size ?? 0;
                if (stored is not null && bytes <= MaximumBytes)
                {
                    items.Add(read.ToJson(stored));
                }
                else if (stored is not null)
                {
                    left.Add(key.DeepClone());
                }
            }

            responses[table.Name] = items;
            if (left.Count > 0)
            {
                var again = (JsonObject)table.Request.DeepClone();
                again["Keys"] = left;
                unprocessed[table.Name] = again;
            }
        }

        var response = new JsonObject { ["Responses"] = responses, ["UnprocessedKeys"] = unprocessed };
        capacity.AddAllTo(response);
        return response;
    }

    private static List<TableReads> ReadAll(TableStore store, JsonObject requestItems)
    {
        if (requestItems.Count == 0)
        {
            throw TableErrors.Constraint("'{}'", "requestItems", "Member must have length greater than or equal to 1");
        }

        var tables = requestItems.Select(table => Read(store, table.Key, requestItems.Object(table.Key)!)).ToList();
        return tables.Sum(table => table.Reads.Count) <= MaximumKeys
            ? tables
            : throw TableErrors.Validation("Too many items requested for the BatchGetItem call");
    }

    private static TableReads Read(TableStore store, string tableName, JsonObject request)
    {
        request.RejectLegacy(("AttributesToGet", "ProjectionExpression"));
        var keys = request.Array("Keys").Required($"requestItems.{tableName}.member.keys");
        if (keys.Count is 0 or > MaximumKeys)
        {
            throw TableErrors.Constraint(
                $"'{keys.ToJsonString()}'",
                $"requestItems.{tableName}.member.keys",
                keys.Count == 0
                    ? "Member must have length greater than or equal to 1"
                    : $"Member must have length less than or equal to {MaximumKeys}");
        }

        var table = Request.Table(tableName, store);
        var projection = ItemRead.ReadProjection(table, request);
        var consistent = request.Boolean("ConsistentRead");
        var reads = new List<(ItemRead Read, JsonObject Key)>();
        var seen = new HashSet<ItemKey>();
        foreach (var node in keys)
        {
            var json = node as JsonObject ?? throw TableErrors.Serialization("Keys takes maps");
            var key = KeyRules.OfKey(table, Values.AttributeValueReader.ReadMap(json));
            if (!seen.Add(key))
            {
                throw TableErrors.Validation("Provided list of item keys contains duplicates");
            }

            reads.Add((new(table, key, projection, consistent), json));
        }

        return new(tableName, request, reads);
    }

    private sealed record TableReads(string Name, JsonObject Request, List<(ItemRead Read, JsonObject Key)> Reads);
}

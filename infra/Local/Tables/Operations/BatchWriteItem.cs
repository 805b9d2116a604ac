using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Storage;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html. Nothing is ever left over in
/// <c>UnprocessedItems</c>, because nothing here is throttled; its limit of 16 MB can't be reached with 25 items of 400 KB.
/// </summary>
internal static class BatchWriteItem
{
    private const int MaximumRequests = 25;

    public static JsonObject Handle(TableStore store, JsonObject request)
    {
        var capacity = CapacityMeter.Of(request, store.Usage);
        var writes = ReadAll(store, request.Object("RequestItems").Required("RequestItems"));
        store.Run(session =>
        {
            foreach (var write in writes)
            {
                var outcome = write.Evaluate(session, capacity);
                outcome.Commit(session);
                capacity.Write(write.Table, outcome.Before?.Item, outcome.After);
            }

            return writes.Count;
        });

        var response = new JsonObject { ["UnprocessedItems"] = new JsonObject() };
        capacity.AddAllTo(response);
        return response;
    }

    private static List<ItemWrite> ReadAll(TableStore store, JsonObject requestItems)
    {
        if (requestItems.Count == 0)
        {
            throw TableErrors.Constraint("'{}'", "requestItems", "Member must have length greater than or equal to 1");
        }

        var writes = new List<ItemWrite>();
        var seen = new HashSet<(Table, ItemKey)>();
        foreach (var (tableName, node) in requestItems)
        {
            var requests = requestItems.Array(tableName);
            if (requests is not { Count: >= 1 and <= MaximumRequests })
            {
                throw TableErrors.Constraint(
                    $"'{{{tableName}={node?.ToJsonString()}}}'",
                    "requestItems",
                    $"Map value must satisfy constraint: [Member must have length less than or equal to {MaximumRequests}, "
                    + "Member must have length greater than or equal to 1]");
            }

            foreach (var request in requests)
            {
                var write = Read(Request.Table(tableName, store), request as JsonObject);
                writes.Add(seen.Add((write.Table, write.Key))
                    ? write
                    : throw TableErrors.Validation("Provided list of item keys contains duplicates"));
            }
        }

        return writes.Count <= MaximumRequests
            ? writes
            : throw TableErrors.Validation("Too many items requested for the BatchWriteItem call");
    }

    private static ItemWrite Read(Table table, JsonObject? request)
    {
        var put = request?.Object("PutRequest");
        var delete = request?.Object("DeleteRequest");
        return (put, delete) switch
        {
            ({ } item, null) => PutWrite.Of(table, item.Attributes("Item")),
            (null, { } key) => new DeleteWrite(table, KeyRules.OfKey(table, key.Attributes("Key"))),
            _ => throw TableErrors.Validation(
                "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"),
        };
    }
}

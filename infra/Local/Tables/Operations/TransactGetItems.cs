using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Storage;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html</summary>
internal static class TransactGetItems
{
    public static JsonObject Handle(TableStore store, JsonObject request)
    {
        var capacity = CapacityMeter.Of(request, store.Usage, transaction: true);
        var items = request.Array("TransactItems").Required("TransactItems");
        TransactWriteItems.EnsureCount(items);
        var reads = items.Select(item =>
        {
            var get = (item as JsonObject)?.Object("Get").Required("Get")!;
            return ItemRead.Read(get.Table(store), get);
        }).ToArray();
        if (reads.DistinctBy(read => (read.Table, read.Key)).Count() < reads.Length)
        {
            throw TableErrors.Validation("Transaction request cannot include multiple operations on one item");
        }

        var responses = store.Run(session => Array.ConvertAll(reads, read =>
        {
            var stored = read.Evaluate(session, capacity);
            return stored is null ? [] : new JsonObject { ["Item"] = read.ToJson(stored) };
        }));
        var response = new JsonObject { ["Responses"] = new JsonArray([.. responses]) };
        capacity.AddAllTo(response, "ReadCapacityUnits");
        return response;
    }
}

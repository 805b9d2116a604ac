using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Expressions;
using SensorWatch.Local.Tables.Storage;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html</summary>
internal static class Query
{
    public static JsonObject Handle(TableStore store, JsonObject request)
    {
        request.RejectLegacy(
            ("KeyConditions", "KeyConditionExpression"),
            ("QueryFilter", "FilterExpression"),
            ("ConditionalOperator", "FilterExpression"),
            ("AttributesToGet", "ProjectionExpression"));
        var read = new PagedRead(store, request, "ProjectionExpression", "FilterExpression", "KeyConditionExpression");
        var text = request.String("KeyConditionExpression") ?? throw TableErrors.Validation(
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
        var condition = KeyCondition.Parse(text, read.Placeholders, read.Key);
        read.ReadRest(filterOnKey: false);
        EnsureStartMatches(read, condition);

        var forward = request.Boolean("ScanIndexForward", otherwise: true);
        var partition = KeyEncoding.Encode(condition.Partition);
        return store.Run(session => read.Respond(ItemRanges.Query(
            session, read.Table, read.Index, partition, SortRange.Of(condition.Sort), forward, read.Start)));
    }

    private static void EnsureStartMatches(PagedRead read, KeyCondition condition)
    {
        if (read.StartKey is not { } start)
        {
            return;
        }

        if (!condition.Partition.Equals(start[read.Key.Partition.Name]))
        {
            throw TableErrors.Validation("The provided starting key is outside query boundaries based on provided conditions");
        }

        if (condition.Sort is { } sort && !sort.Matches(start[read.Key.Sort!.Name]!))
        {
            throw TableErrors.Validation("The provided starting key does not match the range key predicate");
        }
    }
}

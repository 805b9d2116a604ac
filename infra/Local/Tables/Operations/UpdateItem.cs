using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Storage;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html</summary>
internal static class UpdateItem
{
    public static JsonObject Handle(TableStore store, JsonObject request)
    {
        request.RejectLegacy(
            ("AttributeUpdates", "UpdateExpression"),
            ("Expected", "ConditionExpression"),
            ("ConditionalOperator", "ConditionExpression"));
        var write = UpdateWrite.Read(request.Table(store), request);
        var returnValues = request.OneOf("ReturnValues", "NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW");
        var capacity = CapacityMeter.Of(request, store.Usage);
        var outcome = store.Run(session =>
        {
            var outcome = write.Evaluate(session, capacity);
            outcome.Commit(session);
            return outcome;
        });

        var response = new JsonObject();
        if (Returned(returnValues, write, outcome) is { Attributes.Count: > 0 } attributes)
        {
            response["Attributes"] = AttributeValueWriter.ToJson(attributes);
        }

        capacity.Write(write.Table, outcome.Before?.Item, outcome.After);
        capacity.AddTo(response);
        return response;
    }

    private static MapValue? Returned(string returnValues, UpdateWrite write, WriteOutcome outcome)
    {
        var (before, after) = (outcome.Before?.Item, outcome.After);
        return returnValues switch
        {
            "ALL_OLD" => before,
            "ALL_NEW" => after,
            "UPDATED_OLD" => before is null ? null : write.Update?.UpdatedPaths.Apply(before),
            "UPDATED_NEW" => after is null ? null : write.Update?.UpdatedPaths.Apply(after),
            _ => null,
        };
    }
}

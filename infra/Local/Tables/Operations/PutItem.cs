using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Storage;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html</summary>
internal static class PutItem
{
    public static JsonObject Handle(TableStore store, JsonObject request)
    {
        request.RejectLegacy(("Expected", "ConditionExpression"), ("ConditionalOperator", "ConditionExpression"));
        return SingleWrite.Handle(store, request, PutWrite.Read(request.Table(store), request));
    }
}

/// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html</summary>
internal static class DeleteItem
{
    public static JsonObject Handle(TableStore store, JsonObject request)
    {
        request.RejectLegacy(("Expected", "ConditionExpression"), ("ConditionalOperator", "ConditionExpression"));
        return SingleWrite.Handle(store, request, DeleteWrite.Read(request.Table(store), request));
    }
}

/// <summary>A put or delete by itself; both can return the item as it was, and nothing else.</summary>
internal static class SingleWrite
{
    public static JsonObject Handle(TableStore store, JsonObject request, ItemWrite write)
    {
        var returnValues = request.OneOf("ReturnValues", "NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW");
        if (returnValues is not ("NONE" or "ALL_OLD"))
        {
            throw TableErrors.Validation("ReturnValues can only be ALL_OLD or NONE");
        }

        var capacity = CapacityMeter.Of(request, store.Usage);
        var outcome = store.Run(session =>
        {
            var outcome = write.Evaluate(session, capacity);
            outcome.Commit(session);
            return outcome;
        });

        var response = new JsonObject();
        if (returnValues == "ALL_OLD" && outcome.Before is { } before)
        {
            response["Attributes"] = AttributeValueWriter.ToJson(before.Item);
        }

        capacity.Write(write.Table, outcome.Before?.Item, outcome.After);
        capacity.AddTo(response);
        return response;
    }
}

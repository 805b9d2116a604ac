using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Storage;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html</summary>
internal static class GetItem
{
    public static JsonObject Handle(TableStore store, JsonObject request)
    {
        request.RejectLegacy(("AttributesToGet", "ProjectionExpression"));
        var read = ItemRead.Read(request.Table(store), request);
        var capacity = CapacityMeter.Of(request, store.Usage);
        var stored = store.Run(session => read.Evaluate(session, capacity));
        var response = new JsonObject();
        if (stored is not null)
        {
            response["Item"] = read.ToJson(stored);
        }

        capacity.AddTo(response);
        return response;
    }
}

using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Storage;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>Deletes an item; nothing happens when there is none.</summary>
internal sealed record DeleteWrite(Table Table, ItemKey Key) : ItemWrite(Table, Key)
{
    public static DeleteWrite Read(Table table, JsonObject request)
    {
        var key = request.Attributes("Key");
        var (condition, returnItem) = ReadCondition(table, request, new(request, "ConditionExpression"));
        return new(table, KeyRules.OfKey(table, key)) { Condition = condition, ReturnItemOnFailure = returnItem };
    }

    public override MapValue? Apply(MapValue? before) => null;
}

/// <summary>A transaction's condition on an item that it doesn't write.</summary>
internal sealed record ConditionCheck(Table Table, ItemKey Key) : ItemWrite(Table, Key)
{
    public static ConditionCheck Read(Table table, JsonObject request)
    {
        var key = request.Attributes("Key");
        request.String("ConditionExpression").Required("ConditionExpression");
        var (condition, returnItem) = ReadCondition(table, request, new(request, "ConditionExpression"));
        return new(table, KeyRules.OfKey(table, key)) { Condition = condition, ReturnItemOnFailure = returnItem };
    }

    public override MapValue? Apply(MapValue? before) => before;
}

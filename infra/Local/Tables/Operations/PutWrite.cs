using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Storage;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>Puts an item in the place of the one with the same key.</summary>
internal sealed record PutWrite(Table Table, ItemKey Key, MapValue Item) : ItemWrite(Table, Key)
{
    public static PutWrite Read(Table table, JsonObject request)
    {
        var item = request.Attributes("Item");
        var (condition, returnItem) = ReadCondition(table, request, new(request, "ConditionExpression"));
        return Of(table, item) with { Condition = condition, ReturnItemOnFailure = returnItem };
    }

    public static PutWrite Of(Table table, MapValue item)
    {
        var key = KeyRules.OfItem(table, item);
        KeyRules.EnsureIndexable(table, item);
        return ItemSize.Of(item) <= ItemSize.Maximum
            ? new(table, key, item)
            : throw TableErrors.Validation("Item size has exceeded the maximum allowed size");
    }

    public override MapValue Apply(MapValue? before) => Item;
}

using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Expressions;
using SensorWatch.Local.Tables.Storage;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>A read of one item by its key: alone, in a batch or in a transaction.</summary>
internal sealed record ItemRead(Table Table, ItemKey Key, Projection? Projection, bool Consistent)
{
    /// <summary>Reads a request with a <c>Key</c>.</summary>
    public static ItemRead Read(Table table, JsonObject request)
    {
        var key = request.Attributes("Key");
        return new(table, KeyRules.OfKey(table, key), ReadProjection(table, request), request.Boolean("ConsistentRead"));
    }

    public static Projection? ReadProjection(Table table, JsonObject request)
    {
        var expressions = new RequestExpressions(request, "ProjectionExpression");
        var projection = expressions.Projection();
        expressions.Placeholders.EnsureAllUsed();
        KeyRules.EnsureNotEntered(table, projection?.Paths ?? []);
        return projection;
    }

    /// <summary>The item; null when there is none.</summary>
    public StoredItem? Evaluate(TableSession session, CapacityMeter capacity)
    {
        var stored = session.Get(Table, Key);
        capacity.Read(Table, index: null, stored?.Size ?? 0, Consistent);
        return stored;
    }

    public JsonObject ToJson(StoredItem stored) =>
        AttributeValueWriter.ToJson(Projection is null ? stored.Item : Projection.Apply(stored.Item));
}

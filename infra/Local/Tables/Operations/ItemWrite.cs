using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Expressions;
using SensorWatch.Local.Tables.Storage;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>
/// A write to one item, checked as far as that goes without the item: alone, in a batch or in a transaction.
/// </summary>
internal abstract record ItemWrite(Table Table, ItemKey Key)
{
    public Condition? Condition { get; init; }

    /// <summary><c>ReturnValuesOnConditionCheckFailure</c> is <c>ALL_OLD</c>.</summary>
    public bool ReturnItemOnFailure { get; init; }

    /// <summary>The item after the write; null when there is none.</summary>
    /// <param name="before">The item as it is; null when there is none.</param>
    public abstract MapValue? Apply(MapValue? before);

    /// <summary>What the write would do to the item as it is now.</summary>
    /// <exception cref="Endpoint.AwsException">The condition doesn't hold, or the write doesn't fit the item.</exception>
    public WriteOutcome Evaluate(TableSession session, CapacityMeter capacity)
    {
        var before = session.Get(Table, Key);
        if (Condition is not null && !Condition.Matches(before?.Item ?? MapValue.Empty))
        {
            capacity.Refuse(before?.Item);
            var item = ReturnItemOnFailure && before is not null ? AttributeValueWriter.ToJson(before.Item) : null;
            throw TableErrors.ConditionalCheckFailed(item);
        }

        return new(this, before, Apply(before?.Item));
    }

    /// <summary>Reads the members that all conditional writes have.</summary>
    protected static (Condition? Condition, bool ReturnItemOnFailure) ReadCondition(
        Table table,
        JsonObject request,
        RequestExpressions expressions)
    {
        var condition = expressions.Condition("ConditionExpression");
        expressions.Placeholders.EnsureAllUsed();
        KeyRules.EnsureNotEntered(table, condition?.Paths ?? []);
        return (condition, request.OneOf("ReturnValuesOnConditionCheckFailure", "NONE", "ALL_OLD") == "ALL_OLD");
    }
}

/// <summary>A write and the item before and after it.</summary>
internal sealed record WriteOutcome(ItemWrite Write, StoredItem? Before, MapValue? After)
{
    public void Commit(TableSession session) => session.Put(Write.Table, Write.Key, Before, After);
}

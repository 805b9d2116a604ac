using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Expressions;
using SensorWatch.Local.Tables.Storage;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>Updates an item, or makes one with that key.</summary>
internal sealed record UpdateWrite(Table Table, ItemKey Key, MapValue KeyAttributes, UpdateExpression? Update) : ItemWrite(Table, Key)
{
    public static UpdateWrite Read(Table table, JsonObject request)
    {
        var key = request.Attributes("Key");
        var expressions = new RequestExpressions(request, "UpdateExpression", "ConditionExpression");
        var update = expressions.Text("UpdateExpression") is { } text
            ? UpdateParser.Parse(text, expressions.Placeholders)
            : null;
        var (condition, returnItem) = ReadCondition(table, request, expressions);
        var itemKey = KeyRules.OfKey(table, key);
        if (update is not null)
        {
            EnsureKeepsKey(table, update);
            EnsureIndexKeyTypes(table, update);
            KeyRules.EnsureNotEntered(table, update.Paths);
        }

        return new(table, itemKey, key, update) { Condition = condition, ReturnItemOnFailure = returnItem };
    }

    public override MapValue? Apply(MapValue? before)
    {
        // What only takes away makes no item: "nothing happens; there is no attribute to delete".
        // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.AttributeUpdates.html
        if (before is null && Update is { OnlyRemoves: true })
        {
            return null;
        }

        var item = before ?? KeyAttributes;
        var updated = Update is null ? item : Update.Apply(item);
        EnsureIndexable(updated);
        return ItemSize.Of(updated) <= ItemSize.Maximum
            ? updated
            : throw TableErrors.Validation("Item size to update has exceeded the maximum allowed size");
    }

    private void EnsureIndexable(MapValue updated)
    {
        foreach (var attribute in Table.Indexes.SelectMany(index => index.KeyAttributes))
        {
            if (updated[attribute.Name] is { } value && value.Type != attribute.Type)
            {
                throw TableErrors.Validation(
                    "The update expression attempted to update the secondary index key to unsupported type");
            }
        }

        KeyRules.EnsureIndexable(Table, updated);
    }

    private static void EnsureKeepsKey(Table table, UpdateExpression update)
    {
        foreach (var (path, _) in update.Actions)
        {
            if (table.KeyAttributes.Any(attribute => attribute.Name == path.Attribute))
            {
                throw TableErrors.InvalidParameter($"Cannot update attribute {path.Attribute}. This attribute is part of the key");
            }
        }
    }

    /// <summary>A type that is known without the item is refused before the item is looked at.</summary>
    private static void EnsureIndexKeyTypes(Table table, UpdateExpression update)
    {
        foreach (var (path, action) in update.Actions.Where(action => !action.Path.IsNested))
        {
            var type = action switch
            {
                SetAction set => set.Value.KnownType,
                AddAction add => add.Value.Type,
                _ => null,
            };
            foreach (var index in table.Indexes)
            {
                var attribute = index.KeyAttributes.FirstOrDefault(attribute => attribute.Name == path.Attribute);
                if (attribute is not null && type is not null && type != attribute.Type)
                {
                    throw TableErrors.InvalidParameter(
                        $"Type mismatch for Index Key {attribute.Name} Expected: {attribute.Type} Actual: {type} IndexName: {index.Name}");
                }
            }
        }
    }
}

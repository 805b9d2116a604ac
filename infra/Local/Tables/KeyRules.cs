using System.Text;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Tables.Expressions;
using SensorWatch.Local.Tables.Storage;
using SensorWatch.Local.Tables.Values;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tables;

/// <summary>
/// What DynamoDB demands of key attributes: presence, type, size, and no way into them.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys
/// </summary>
internal static class KeyRules
{
    private const int MaximumPartitionBytes = 2048;
    private const int MaximumSortBytes = 1024;

    /// <summary>The key of an item that is to be stored.</summary>
    public static ItemKey OfItem(Table table, MapValue item)
    {
        foreach (var attribute in table.KeyAttributes)
        {
            var value = item[attribute.Name]
                ?? throw TableErrors.InvalidParameter($"Missing the key {attribute.Name} in the item");
            if (value.Type != attribute.Type)
            {
                throw TableErrors.InvalidParameter(
                    $"Type mismatch for key {attribute.Name} expected: {attribute.Type} actual: {value.Type}");
            }

            EnsureSize(table.Key, attribute, value);
        }

        return ItemKey.Of(table.Key, item);
    }

    /// <summary>A key as requests give it: the key attributes, and nothing else.</summary>
    public static ItemKey OfKey(Table table, MapValue key)
    {
        var attributes = table.KeyAttributes;
        if (key.Attributes.Count != attributes.Count || attributes.Any(attribute => key[attribute.Name]?.Type != attribute.Type))
        {
            throw TableErrors.Validation("The provided key element does not match the schema");
        }

        foreach (var attribute in attributes)
        {
            EnsureSize(table.Key, attribute, key[attribute.Name]!);
        }

        return ItemKey.Of(table.Key, key);
    }

    /// <summary>Where an item has an index's key attributes, they must be fit for it. An item without them is not in the index.</summary>
    public static void EnsureIndexable(Table table, MapValue item)
    {
        foreach (var index in table.Indexes)
        {
            foreach (var attribute in index.KeyAttributes)
            {
                if (item[attribute.Name] is { } value)
                {
                    EnsureIndexable(index, attribute, value);
                }
            }
        }
    }

    /// <summary>Key attributes are scalars: no path leads into them.</summary>
    public static void EnsureNotEntered(Table table, IEnumerable<DocumentPath> paths)
    {
        foreach (var path in paths.Where(path => path.IsNested))
        {
            const string Scalars = "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ";
            if (table.KeyAttributes.Any(attribute => attribute.Name == path.Attribute))
            {
                throw TableErrors.Validation($"{Scalars}Key: {path.Attribute}");
            }

            if (table.Indexes.Any(index => index.KeyAttributes.Any(attribute => attribute.Name == path.Attribute)))
            {
                throw TableErrors.Validation($"{Scalars}IndexKey: {path.Attribute}");
            }
        }
    }

    public static bool IsEmpty(AttributeValue value) => value is StringValue { Value: "" } or BinaryValue { Value: [] };

    public static AwsException Empty(string name, AttributeValue value) => TableErrors.Validation(
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty "
        + $"{(value is StringValue ? "string" : "binary")} value. Key: {name}");

    private static void EnsureIndexable(SecondaryIndex index, KeyAttribute attribute, AttributeValue value)
    {
        if (value.Type != attribute.Type)
        {
            throw TableErrors.InvalidParameter(
                $"Type mismatch for Index Key {attribute.Name} Expected: {attribute.Type} Actual: {value.Type} IndexName: {index.Name}");
        }

        if (IsEmpty(value))
        {
            throw TableErrors.Validation(
                "One or more parameter values are not valid. A value specified for a secondary index key is not supported. "
                + $"The AttributeValue for a key attribute cannot contain an empty {(value is StringValue ? "string" : "binary")} value. "
                + $"IndexName: {index.Name}, IndexKey: {attribute.Name}");
        }

        EnsureSize(index.Key, attribute, value);
    }

    private static void EnsureSize(TableKey key, KeyAttribute attribute, AttributeValue value)
    {
        if (IsEmpty(value))
        {
            throw Empty(attribute.Name, value);
        }

        var bytes = value switch
        {
            StringValue text => Encoding.UTF8.GetByteCount(text.Value),
            BinaryValue binary => binary.Value.Length,
            _ => 0,
        };
        if (attribute == key.Partition && bytes > MaximumPartitionBytes)
        {
            throw TableErrors.InvalidParameter($"Size of hashkey has exceeded the maximum size limit of{MaximumPartitionBytes} bytes");
        }

        if (attribute != key.Partition && bytes > MaximumSortBytes)
        {
            throw TableErrors.InvalidParameter(
                $"Aggregated size of all range keys has exceeded the size limit of {MaximumSortBytes} bytes");
        }
    }
}

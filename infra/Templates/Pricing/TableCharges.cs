using SensorWatch.Templates.Resources;
using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Pricing;

/// <summary>
/// What items cost: https://aws.amazon.com/dynamodb/pricing/on-demand/. A write is paid by the kilobyte, for the table and
/// again for each index whose entry it changes; an index key that changes costs a delete and a put:
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
/// </summary>
internal static class TableCharges
{
    private const double WriteBytes = 1024;
    private const double ReadBytes = 4096;

    /// <summary>What DynamoDB stores beside an item, and beside an index entry: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html</summary>
    private const double OverheadBytes = 100;

    private static readonly PropertySet Properties = new();
    private static readonly Property<bool> RecoveryProperty = Properties.Boolean("PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled");

    public static void AddRead(Ledger ledger, Delivery delivery, ItemRead read, double count) => ledger.Add(
        delivery.Basis, delivery.Component, PriceItem.DynamoDbReads,
        count * Sizes.Steps(read.Bytes, ReadBytes) * (read.Consistent ? 1 : 0.5));

    public static void AddWrite(Ledger ledger, Delivery delivery, ItemWrite write, TableResource table)
    {
        var count = delivery.Count * write.Count;
        ledger.Add(delivery.Basis, delivery.Component, PriceItem.DynamoDbWrites, count * Units(write, table) * (write.Transactional ? 2 : 1));
        if (write.Changed is null)
        {
            var entries = table.Indexes.Where(index => Holds(index, write)).Sum(index => Bytes(index, write, table) + OverheadBytes);
            ledger.Add(ChargeBasis.Kept, delivery.Component, PriceItem.DynamoDbStorage, count * (write.Bytes + OverheadBytes + entries) / Sizes.Gigabyte);
            if (RecoveryProperty.Read(table.Resource, false))
            {
                ledger.Add(
                    ChargeBasis.Kept, delivery.Component, PriceItem.DynamoDbPointInTimeRecovery, count * (write.Bytes + OverheadBytes + entries) / Sizes.Gigabyte);
            }
        }
    }

    /// <summary>Write units of a write outside of a transaction, the indexes' included.</summary>
    public static double Units(ItemWrite write, TableResource table) =>
        UnitsOf(write.Bytes) + table.Indexes.Where(index => Holds(index, write)).Sum(index => UnitsOf(Bytes(index, write, table)) * Writes(index, write, table));

    private static double UnitsOf(double bytes) => Sizes.Steps(bytes, WriteBytes);

    /// <summary>An item that lacks a key attribute of an index has no entry in it.</summary>
    private static bool Holds(TableIndex index, ItemWrite write) => Keys(index.Key).All(write.Attributes.ContainsKey);

    private static int Writes(TableIndex index, ItemWrite write, TableResource table) =>
        write.Changed is null ? 1
        : Keys(index.Key).Any(write.Changed.Contains) ? 2
        : Projected(index, write, table).Any(write.Changed.Contains) ? 1
        : 0;

    private static double Bytes(TableIndex index, ItemWrite write, TableResource table) =>
        Projected(index, write, table).Sum(attribute => write.Attributes.GetValueOrDefault(attribute));

    private static IEnumerable<string> Projected(TableIndex index, ItemWrite write, TableResource table) => index.ProjectionType == "ALL"
        ? write.Attributes.Keys
        : Keys(table.Key).Concat(Keys(index.Key)).Concat(index.NonKeyAttributes).Distinct();

    private static IEnumerable<string> Keys(TableKey key) => key.Sort is { } sort ? [key.Partition.Name, sort.Name] : [key.Partition.Name];
}

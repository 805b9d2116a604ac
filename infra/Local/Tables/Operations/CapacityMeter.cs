using System.Text.Json.Nodes;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Tables.Storage;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>
/// Counts the capacity units that a request consumes: a write of 1 KB is one unit and a strongly consistent read of
/// 4 KB too, an eventually consistent one half; transactions double.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
/// </summary>
/// <param name="mode"><c>ReturnConsumedCapacity</c>: <c>NONE</c>, <c>TOTAL</c> or <c>INDEXES</c>.</param>
/// <param name="usage">Takes the units too.</param>
/// <param name="transaction">The request is a transaction.</param>
internal sealed class CapacityMeter(string mode, UsageMeter usage, bool transaction = false)
{
    private const int WriteUnitBytes = 1024;
    private const int ReadUnitBytes = 4096;

    private readonly Dictionary<Table, TableUnits> _tables = [];

    public static CapacityMeter Of(JsonObject request, UsageMeter usage, bool transaction = false) =>
        new(request.OneOf("ReturnConsumedCapacity", "NONE", "TOTAL", "INDEXES"), usage, transaction);

    /// <summary>A write costs by the larger of what was and what is, in the table and in each index that it touches.</summary>
    public void Write(Table table, MapValue? before, MapValue? after)
    {
        var ofTable = Factor * WriteUnits(Math.Max(Size(before), Size(after)));
        usage.Add(UsageItem.TableWrites, ofTable);
        Units(table).Table += ofTable;
        foreach (var index in table.Indexes)
        {
            var ofIndex = Factor * IndexWriteUnits(index, before, after);
            usage.Add(UsageItem.TableWrites, ofIndex);
            Units(table).Add(index, ofIndex);
        }
    }

    /// <summary>
    /// A write whose condition fails costs by the item that is there, and one unit at least; no answer tells it.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
    /// </summary>
    public void Refuse(MapValue? before) => usage.Add(UsageItem.TableWrites, Factor * WriteUnits(Size(before)));

    /// <summary>A read costs by the sum of what it looked at.</summary>
    public void Read(Table table, SecondaryIndex? index, long bytes, bool consistent)
    {
        var units = Factor * Math.Max(1, Math.Ceiling((double)bytes / ReadUnitBytes)) * (consistent || transaction ? 1 : 0.5);
        usage.Add(UsageItem.TableReads, units);
        if (index is null)
        {
            Units(table).Table += units;
        }
        else
        {
            Units(table).Add(index, units);
        }
    }

    /// <summary>Puts what one table's request consumed into its response, when it was asked for.</summary>
    public void AddTo(JsonObject response)
    {
        foreach (var (table, units) in Told)
        {
            response["ConsumedCapacity"] = ToJson(table, units, total: null);
        }
    }

    /// <summary>Puts what each table consumed into the response of a batch or transaction.</summary>
    /// <param name="response">The response.</param>
    /// <param name="total">A transaction's name for the units: <c>ReadCapacityUnits</c> or <c>WriteCapacityUnits</c>.</param>
    public void AddAllTo(JsonObject response, string? total = null)
    {
        if (Told.Any())
        {
            response["ConsumedCapacity"] = new JsonArray([.. Told.Select(table => ToJson(table.Key, table.Value, total))]);
        }
    }

    public static long RoundUpToReadUnit(int bytes) => (bytes + ReadUnitBytes - 1) / ReadUnitBytes * ReadUnitBytes;

    /// <summary>What the request wants to know.</summary>
    private IEnumerable<KeyValuePair<Table, TableUnits>> Told => mode == "NONE" ? [] : _tables;

    private int Factor => transaction ? 2 : 1;

    private TableUnits Units(Table table)
    {
        if (!_tables.TryGetValue(table, out var units))
        {
            _tables[table] = units = new();
        }

        return units;
    }

    private static double IndexWriteUnits(SecondaryIndex index, MapValue? before, MapValue? after)
    {
        var (oldKey, newKey) = (index.KeyOf(before), index.KeyOf(after));
        var oldEntry = oldKey is null ? null : index.Project(before!);
        var newEntry = newKey is null ? null : index.Project(after!);
        if (Equals(oldEntry, newEntry))
        {
            return 0;
        }

        return oldEntry is not null && newEntry is not null && !oldKey!.Equals(newKey)
            ? WriteUnits(Size(oldEntry)) + WriteUnits(Size(newEntry))
            : WriteUnits(Math.Max(Size(oldEntry), Size(newEntry)));
    }

    private static double WriteUnits(int bytes) => Math.Max(1, Math.Ceiling((double)bytes / WriteUnitBytes));

    private static int Size(MapValue? item) => item is null ? 0 : ItemSize.Of(item);

    private JsonObject ToJson(Table table, TableUnits units, string? total)
    {
        var json = new JsonObject { ["TableName"] = table.Name, ["CapacityUnits"] = units.Sum };
        if (total is not null)
        {
            json[total] = units.Sum;
        }

        if (mode == "INDEXES")
        {
            json["Table"] = new JsonObject { ["CapacityUnits"] = units.Table };
            AddIndexes(json, "LocalSecondaryIndexes", units.Indexes.Where(index => !index.Key.Global));
            AddIndexes(json, "GlobalSecondaryIndexes", units.Indexes.Where(index => index.Key.Global));
        }

        return json;
    }

    private static void AddIndexes(JsonObject json, string member, IEnumerable<KeyValuePair<SecondaryIndex, double>> indexes)
    {
        var units = new JsonObject();
        foreach (var (index, consumed) in indexes)
        {
            units[index.Name] = new JsonObject { ["CapacityUnits"] = consumed };
        }

        if (units.Count > 0)
        {
            json[member] = units;
        }
    }

    private sealed class TableUnits
    {
        public double Table { get; set; }

        public Dictionary<SecondaryIndex, double> Indexes { get; } = [];

        public double Sum => Table + Indexes.Values.Sum();

        public void Add(SecondaryIndex index, double units)
        {
            if (units > 0)
            {
                Indexes[index] = Indexes.GetValueOrDefault(index) + units;
            }
        }
    }
}

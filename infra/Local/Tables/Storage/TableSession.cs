using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Tables.Streams;
using SensorWatch.Local.Tables.Values;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Flow;

namespace SensorWatch.Local.Tables.Storage;

/// <summary>An item as it lies in the database.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Item">Its attributes.</param>
/// <param name="Size">What it weighs (<see cref="ItemSize"/>).</param>
internal sealed record StoredItem(long Id, MapValue Item, int Size);

/// <summary>One transaction on the tables: reads and writes single items, and keeps indexes and streams in step with them.</summary>
internal sealed class TableSession(SqliteTransaction transaction, Statements statements, TimeProvider time)
{
    private readonly HashSet<Table> _streamed = [];
    private readonly List<Fact> _changes = [];

    /// <summary>Tables to whose streams this transaction has added records.</summary>
    public IReadOnlyCollection<Table> Streamed => _streamed;

    /// <summary>What this transaction has changed, to be told once it is committed.</summary>
    public IReadOnlyList<Fact> Changes => _changes;

    /// <summary>All changes are made together, or none.</summary>
    public bool IsTransaction { get; init; }

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public SqliteCommand Bind(string sql, params ReadOnlySpan<object?> parameters) => statements.Bind(transaction, sql, parameters);

    public StoredItem? Get(Table table, ItemKey key)
    {
        using var reader = Bind(
            "SELECT id, size, item FROM dynamodb_items WHERE table_id = $1 AND hash = $2 AND pk = $3 AND sk = $4",
            table.Id,
            (long)key.Hash,
            key.Partition,
            key.Sort).ExecuteReader();
        return reader.Read() ? Read(reader) : null;
    }

    /// <summary>Makes an item of a table what it shall be. A change that changes nothing leaves no stream record.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">The item's key.</param>
    /// <param name="before">What <see cref="Get"/> gave for it.</param>
    /// <param name="after">What it shall be; null deletes it.</param>
    /// <param name="byTimeToLive">The service does it, not a caller.</param>
    public void Put(Table table, ItemKey key, StoredItem? before, MapValue? after, bool byTimeToLive = false)
    {
        if (Equals(before?.Item, after))
        {
            return;
        }

        var id = PutRow(table, key, before, after);
        foreach (var index in table.Indexes)
        {
            PutIndexEntry(index, key, id, index.KeyOf(before?.Item), index.KeyOf(after));
        }

        var step = StepId.Change();
        if (table.Resource.StreamViewType is not null)
        {
            step = StepId.Record(StreamLog.Append(this, table, before?.Item, after, byTimeToLive), table.Name);
            _streamed.Add(table);
        }

        Trace(table, before?.Item, after, step);
    }

    /// <summary>Reads a row of <c>id, size, item</c>.</summary>
    public static StoredItem Read(SqliteDataReader reader) =>
        new(reader.GetInt64(0), ItemSerializer.Deserialize(reader.GetFieldValue<byte[]>(2)), reader.GetInt32(1));

    public void PutIndexEntry(SecondaryIndex index, ItemKey itemKey, long itemId, ItemKey? before, ItemKey? after)
    {
        if (Equals(before, after))
        {
            return;
        }

        if (before is not null)
        {
            Bind(
                """
                DELETE FROM dynamodb_index_entries
                WHERE index_id = $1 AND hash = $2 AND pk = $3 AND sk = $4 AND item_pk = $5 AND item_sk = $6
                """,
                index.Id,
                (long)before.Hash,
                before.Partition,
                before.Sort,
                itemKey.Partition,
                itemKey.Sort).ExecuteNonQuery();
        }

        if (after is not null)
        {
            Bind(
                "INSERT INTO dynamodb_index_entries (index_id, hash, pk, sk, item_pk, item_sk, item_id) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                index.Id,
                (long)after.Hash,
                after.Partition,
                after.Sort,
                itemKey.Partition,
                itemKey.Sort,
                itemId).ExecuteNonQuery();
        }
    }

    private long PutRow(Table table, ItemKey key, StoredItem? before, MapValue? after)
    {
        if (after is null)
        {
            Bind("DELETE FROM dynamodb_items WHERE id = $1", before!.Id).ExecuteNonQuery();
            return before.Id;
        }

        var stored = ItemSerializer.Serialize(after);
        var size = ItemSize.Of(after);
        var expires = TimeToLive.ExpiryOf(after, table.Resource.TimeToLiveAttribute);
        if (before is null)
        {
            return (long)Bind(
                """
                INSERT INTO dynamodb_items (table_id, hash, pk, sk, item, size, expires)
                VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
                """,
                table.Id,
                (long)key.Hash,
                key.Partition,
                key.Sort,
                stored,
                size,
                expires).ExecuteScalar()!;
        }

        Bind("UPDATE dynamodb_items SET item = $2, size = $3, expires = $4 WHERE id = $1", before.Id, stored, size, expires)
            .ExecuteNonQuery();
        return before.Id;
    }

    private void Trace(Table table, MapValue? before, MapValue? after, string step)
    {
        var node = table.Resource.Resource.Path;
        var data = new JsonObject
        {
            ["change"] = before is null ? "INSERT" : after is null ? "REMOVE" : "MODIFY",
            ["keys"] = AttributeValueWriter.ToJson(table.KeyOf(after ?? before!)),
        };
        if (IsTransaction)
        {
            data["transaction"] = _changes.Count == 0 ? step : _changes[0].Step;
        }

        _changes.Add(new(FactKind.Changed, step)
        {
            Node = node,
            Data = data,
            Onward = table.Resource.StreamViewType is null ? [] : [FlowNode.StreamId(node)],
        });
    }
}

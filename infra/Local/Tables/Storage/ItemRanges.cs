using System.Runtime.InteropServices;
using System.Text;

namespace SensorWatch.Local.Tables.Storage;

/// <summary>
/// Ranges of items, by the table's or an index's key, as ranges of a database index: read lazily, one row at a time,
/// inside their transaction.
/// </summary>
internal static class ItemRanges
{
    /// <summary>Where a read goes on: after the item with this key.</summary>
    /// <param name="Key">Its key in what is read: the table or the index.</param>
    /// <param name="ItemKey">Its key in the table.</param>
    public sealed record Position(ItemKey Key, ItemKey ItemKey);

    /// <summary>The items of one partition, in the order of their sort keys.</summary>
    public static IEnumerable<StoredItem> Query(
        TableSession session,
        Table table,
        SecondaryIndex? index,
        byte[] partition,
        SortRange range,
        bool forward,
        Position? after)
    {
        var sql = From(table, index);
        sql.And("hash =", (long)KeyEncoding.Hash(partition)).And("pk =", partition);
        if (range.Low is not null)
        {
            sql.And(range.LowInclusive ? "sk >=" : "sk >", range.Low);
        }

        if (range.High is not null)
        {
            sql.And(range.HighInclusive ? "sk <=" : "sk <", range.High);
        }

        string[] order = index is null ? ["sk"] : ["sk", "item_pk", "item_sk"];
        if (after is not null)
        {
            sql.AndAfter(order, forward, index is null ? [after.Key.Sort] : [after.Key.Sort, after.ItemKey.Partition, after.ItemKey.Sort]);
        }

        return sql.OrderBy(order, forward).Read(session);
    }

    /// <summary>All items, in the order of their partitions' hashes, or those of one of several segments.</summary>
    public static IEnumerable<StoredItem> Scan(
        TableSession session,
        Table table,
        SecondaryIndex? index,
        (long First, long Last) hashes,
        Position? after)
    {
        var sql = From(table, index);
        sql.And("hash >=", hashes.First).And("hash <=", hashes.Last);
        string[] order = index is null ? ["hash", "pk", "sk"] : ["hash", "pk", "sk", "item_pk", "item_sk"];
        if (after is not null)
        {
            object[] key = [(long)after.Key.Hash, after.Key.Partition, after.Key.Sort];
            sql.AndAfter(order, forward: true, index is null ? key : [.. key, after.ItemKey.Partition, after.ItemKey.Sort]);
        }

        return sql.OrderBy(order, forward: true).Read(session);
    }

    private static Select From(Table table, SecondaryIndex? index) => index is null
        ? new Select("SELECT id, size, item FROM dynamodb_items WHERE table_id = $1", table.Id)
        : new Select(
            """
            SELECT i.id, size, item FROM dynamodb_index_entries e JOIN dynamodb_items i ON i.id = e.item_id
            WHERE e.index_id = $1
            """,
            index.Id,
            "e.");

    /// <summary>A statement in the making. Its texts are few, so that <see cref="Statements"/> may keep them all.</summary>
    private sealed class Select(string start, object first, string alias = "")
    {
        private readonly StringBuilder _sql = new(start);
        private readonly List<object?> _parameters = [first];

        public Select And(string comparison, object value)
        {
            _parameters.Add(value);
            _sql.Append(" AND ").Append(alias).Append(comparison).Append(" $").Append(_parameters.Count);
            return this;
        }

        public void AndAfter(string[] columns, bool forward, object[] values)
        {
            var number = _parameters.Count;
            _parameters.AddRange(values);
            var parameters = values.Select(_ => $"${++number}");
            _sql.Append(" AND (").AppendJoin(", ", columns.Select(column => alias + column)).Append(forward ? ") > (" : ") < (")
                .AppendJoin(", ", parameters).Append(')');
        }

        public Select OrderBy(string[] columns, bool forward)
        {
            _sql.Append(" ORDER BY ").AppendJoin(", ", columns.Select(column => alias + column + (forward ? "" : " DESC")));
            return this;
        }

        public IEnumerable<StoredItem> Read(TableSession session)
        {
            using var reader = session.Bind(_sql.ToString(), CollectionsMarshal.AsSpan(_parameters)).ExecuteReader();
            while (reader.Read())
            {
                yield return TableSession.Read(reader);
            }
        }
    }
}

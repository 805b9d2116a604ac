using System.Text.Json;
using Microsoft.Data.Sqlite;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tables.Storage;

/// <summary>
/// The database's record of tables and indexes, brought in line with the templates at the start: indexes that came are
/// filled, those that went are emptied. A table whose key has changed is refused, because on AWS that replaces the
/// table, and its items would be gone.
/// </summary>
internal static class TableCatalog
{
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS dynamodb_tables (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, key TEXT NOT NULL, ttl TEXT, created INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS dynamodb_indexes (
            id INTEGER PRIMARY KEY AUTOINCREMENT, table_id INTEGER NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL,
            UNIQUE (table_id, name));
        CREATE TABLE IF NOT EXISTS dynamodb_items (
            id INTEGER PRIMARY KEY, table_id INTEGER NOT NULL, hash INTEGER NOT NULL, pk BLOB NOT NULL, sk BLOB NOT NULL,
            item BLOB NOT NULL, size INTEGER NOT NULL, expires INTEGER);
        CREATE UNIQUE INDEX IF NOT EXISTS dynamodb_items_key ON dynamodb_items (table_id, hash, pk, sk);
        CREATE INDEX IF NOT EXISTS dynamodb_items_expiry ON dynamodb_items (table_id, expires) WHERE expires IS NOT NULL;
        CREATE TABLE IF NOT EXISTS dynamodb_index_entries (
            index_id INTEGER NOT NULL, hash INTEGER NOT NULL, pk BLOB NOT NULL, sk BLOB NOT NULL,
            item_pk BLOB NOT NULL, item_sk BLOB NOT NULL, item_id INTEGER NOT NULL,
            PRIMARY KEY (index_id, hash, pk, sk, item_pk, item_sk)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS dynamodb_stream_records (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, table_id INTEGER NOT NULL, created INTEGER NOT NULL,
            event_id TEXT NOT NULL, keys BLOB NOT NULL, old_image BLOB, new_image BLOB, event_name TEXT NOT NULL,
            by_ttl INTEGER NOT NULL, size INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS dynamodb_stream_records_table ON dynamodb_stream_records (table_id, sequence);
        CREATE TABLE IF NOT EXISTS dynamodb_client_tokens (
            token TEXT PRIMARY KEY, request BLOB NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID;
        """;

    public static IReadOnlyList<Table> Open(TableSession session, IEnumerable<TableResource> resources)
    {
        session.Bind(Schema).ExecuteNonQuery();
        return [.. resources.Select(resource => OpenTable(session, resource))];
    }

    private static Table OpenTable(TableSession session, TableResource resource)
    {
        var key = JsonSerializer.Serialize(resource.Key);
        var known = ReadTable(session, resource.Name);
        if (known is { } existing && existing.Key != key)
        {
            throw new InvalidOperationException(
                $"{resource.Resource.Path}: the data directory has the table {resource.Name} with the key {existing.Key}, and the "
                + $"template now says {key}. On AWS that replaces the table, items and all. Start with another data directory, "
                + "or give the table another name.");
        }

        var (id, created) = known is { } row ? (row.Id, row.Created) : (InsertTable(session, resource, key), session.Now);
        var table = new Table(id, resource, created, OpenIndexes(session, id, resource, out var added));
        foreach (var index in added)
        {
            Fill(session, table, index);
        }

        if (known is not null && known.Value.TimeToLive != resource.TimeToLiveAttribute)
        {
            ChangeTimeToLive(session, table);
        }

        return table;
    }

    private static (long Id, string Key, string? TimeToLive, DateTimeOffset Created)? ReadTable(TableSession session, string name)
    {
        using var reader = session.Bind("SELECT id, key, ttl, created FROM dynamodb_tables WHERE name = $1", name).ExecuteReader();
        return reader.Read()
            ? (reader.GetInt64(0),
                reader.GetString(1),
                reader.IsDBNull(2) ? null : reader.GetString(2),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(3)))
            : null;
    }

    private static long InsertTable(TableSession session, TableResource resource, string key) => (long)session.Bind(
        "INSERT INTO dynamodb_tables (name, key, ttl, created) VALUES ($1, $2, $3, $4) RETURNING id",
        resource.Name,
        key,
        resource.TimeToLiveAttribute,
        session.Now.ToUnixTimeMilliseconds()).ExecuteScalar()!;

    private static List<SecondaryIndex> OpenIndexes(
        TableSession session,
        long tableId,
        TableResource resource,
        out List<SecondaryIndex> added)
    {
        var known = ReadIndexes(session, tableId);
        var indexes = new List<SecondaryIndex>();
        added = [];
        foreach (var definition in resource.Indexes)
        {
            var key = JsonSerializer.Serialize(definition.Key);
            var isKnown = known.Remove((definition.Name, key), out var id);
            if (!isKnown)
            {
                DropIndex(session, tableId, definition.Name);
                id = InsertIndex(session, tableId, definition.Name, key);
            }

            var index = new SecondaryIndex(id, definition, resource.Key);
            indexes.Add(index);
            if (!isKnown)
            {
                added.Add(index);
            }
        }

        foreach (var (name, _) in known.Keys.Where(gone => indexes.TrueForAll(index => index.Name != gone.Name)))
        {
            DropIndex(session, tableId, name);
        }

        return indexes;
    }

    private static Dictionary<(string Name, string Key), long> ReadIndexes(TableSession session, long tableId)
    {
        using var reader = session.Bind("SELECT name, key, id FROM dynamodb_indexes WHERE table_id = $1", tableId).ExecuteReader();
        var indexes = new Dictionary<(string Name, string Key), long>();
        while (reader.Read())
        {
            indexes.Add((reader.GetString(0), reader.GetString(1)), reader.GetInt64(2));
        }

        return indexes;
    }

    private static long InsertIndex(TableSession session, long tableId, string name, string key) => (long)session.Bind(
        "INSERT INTO dynamodb_indexes (table_id, name, key) VALUES ($1, $2, $3) RETURNING id", tableId, name, key).ExecuteScalar()!;

    private static void DropIndex(TableSession session, long tableId, string name)
    {
        session.Bind(
            "DELETE FROM dynamodb_index_entries WHERE index_id IN (SELECT id FROM dynamodb_indexes WHERE table_id = $1 AND name = $2)",
            tableId,
            name).ExecuteNonQuery();
        session.Bind("DELETE FROM dynamodb_indexes WHERE table_id = $1 AND name = $2", tableId, name).ExecuteNonQuery();
    }

    /// <summary>Items with key attributes that don't fit the index stay out of it, as on AWS when an index is added.</summary>
    private static void Fill(TableSession session, Table table, SecondaryIndex index)
    {
        foreach (var item in Items(session, table).Where(item => index.KeyAttributes.All(attribute =>
            item.Item[attribute.Name] is { } value && value.Type == attribute.Type && !KeyRules.IsEmpty(value))))
        {
            session.PutIndexEntry(index, ItemKey.Of(table.Key, item.Item), item.Id, before: null, index.KeyOf(item.Item));
        }
    }

    private static void ChangeTimeToLive(TableSession session, Table table)
    {
        var attribute = table.Resource.TimeToLiveAttribute;
        session.Bind("UPDATE dynamodb_tables SET ttl = $2 WHERE id = $1", table.Id, attribute).ExecuteNonQuery();
        foreach (var item in Items(session, table))
        {
            session.Bind("UPDATE dynamodb_items SET expires = $2 WHERE id = $1", item.Id, TimeToLive.ExpiryOf(item.Item, attribute))
                .ExecuteNonQuery();
        }
    }

    private static List<StoredItem> Items(TableSession session, Table table)
    {
        using SqliteDataReader reader =
            session.Bind("SELECT id, size, item FROM dynamodb_items WHERE table_id = $1", table.Id).ExecuteReader();
        var items = new List<StoredItem>();
        while (reader.Read())
        {
            items.Add(TableSession.Read(reader));
        }

        return items;
    }
}

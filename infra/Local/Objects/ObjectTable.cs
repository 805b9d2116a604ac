using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Objects;

/// <summary>Objects in the database. Keys are kept as UTF-8 bytes, in whose order S3 lists them.</summary>
internal static class ObjectTable
{
    private const string Columns = "bucket, key, size, etag, modified_at, headers, checksum, content, sequencer";

    public static void Create(SqliteConnection connection) => connection.Execute(
        """
        CREATE TABLE IF NOT EXISTS objects (
            bucket TEXT NOT NULL, key BLOB NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, modified_at INTEGER NOT NULL,
            headers TEXT NOT NULL, checksum TEXT, content INTEGER NOT NULL, sequencer INTEGER NOT NULL,
            PRIMARY KEY (bucket, key)) WITHOUT ROWID
        """);

    public static long LastSequencer(SqliteConnection connection) =>
        connection.Scalar("SELECT MAX(sequencer) FROM objects") as long? ?? 0;

    public static StoredObject? Find(SqliteConnection connection, string bucket, string key) => connection.Query(
        $"SELECT {Columns} FROM objects WHERE bucket = ?1 AND key = ?2", Read, bucket, Encode(key)).SingleOrDefault();

    /// <summary>Objects whose keys come after another key, in the order of keys.</summary>
    public static IReadOnlyList<StoredObject> After(SqliteConnection connection, string bucket, byte[] after, int limit) => connection.Query(
        $"SELECT {Columns} FROM objects WHERE bucket = ?1 AND key > ?2 ORDER BY key LIMIT ?3", Read, bucket, after, limit);

    public static void Put(SqliteConnection connection, StoredObject stored) => connection.Execute(
        "INSERT OR REPLACE INTO objects VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        stored.Bucket,
        Encode(stored.Key),
        stored.Size,
        stored.ETag,
        stored.LastModified.ToUnixTimeSeconds(),
        JsonSerializer.Serialize(stored.Headers),
        stored.Checksum is null ? null : JsonSerializer.Serialize(stored.Checksum),
        stored.Content,
        stored.Sequencer);

    public static void Delete(SqliteConnection connection, StoredObject stored) =>
        connection.Execute("DELETE FROM objects WHERE bucket = ?1 AND key = ?2", stored.Bucket, Encode(stored.Key));

    public static byte[] Encode(string key) => Encoding.UTF8.GetBytes(key);

    private static StoredObject Read(SqliteDataReader row) => new()
    {
        Bucket = row.GetString(0),
        Key = Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(1)),
        Size = row.GetInt64(2),
        ETag = row.GetString(3),
        LastModified = DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(4)),
        Headers = JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(5))!,
        Checksum = row.TextOrNull(6) is { } checksum ? JsonSerializer.Deserialize<Checksum>(checksum) : null,
        Content = row.GetInt64(7),
        Sequencer = row.GetInt64(8),
    };
}

using System.Text.Json;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Objects;

/// <summary>A multipart upload that has been created and neither completed nor aborted.</summary>
internal sealed record Upload(string Id, string Bucket, string Key, IReadOnlyDictionary<string, string> Headers);

/// <summary>A part of an upload.</summary>
internal sealed record UploadedPart(int Number, long Content, long Size, string ETag, DateTimeOffset LastModified);

/// <summary>Multipart uploads in the database.</summary>
internal static class UploadTable
{
    public static void Create(SqliteConnection connection)
    {
        connection.Execute(
            "CREATE TABLE IF NOT EXISTS uploads (id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, headers TEXT NOT NULL) WITHOUT ROWID");
        connection.Execute(
            """
            CREATE TABLE IF NOT EXISTS upload_parts (
                upload TEXT NOT NULL, number INTEGER NOT NULL, content INTEGER NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
                modified_at INTEGER NOT NULL, PRIMARY KEY (upload, number)) WITHOUT ROWID
            """);
    }

    public static void Add(SqliteConnection connection, Upload upload) => connection.Execute(
        "INSERT INTO uploads VALUES (?1, ?2, ?3, ?4)", upload.Id, upload.Bucket, upload.Key, JsonSerializer.Serialize(upload.Headers));

    /// <exception cref="S3Exception">There is no such upload of that key.</exception>
    public static Upload Get(SqliteConnection connection, string bucket, string key, string id) => connection.Query(
        "SELECT headers FROM uploads WHERE id = ?1 AND bucket = ?2 AND key = ?3",
        row => new Upload(id, bucket, key, JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(0))!),
        id,
        bucket,
        key).SingleOrDefault() ?? throw S3Exception.NoSuchUpload(id);

    public static void Delete(SqliteConnection connection, Upload upload)
    {
        connection.Execute("DELETE FROM upload_parts WHERE upload = ?1", upload.Id);
        connection.Execute("DELETE FROM uploads WHERE id = ?1", upload.Id);
    }

    public static void PutPart(SqliteConnection connection, Upload upload, UploadedPart part) => connection.Execute(
        "INSERT OR REPLACE INTO upload_parts VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        upload.Id,
        part.Number,
        part.Content,
        part.Size,
        part.ETag,
        part.LastModified.ToUnixTimeSeconds());

    /// <summary>The parts in the order of their numbers.</summary>
    public static IReadOnlyList<UploadedPart> Parts(SqliteConnection connection, Upload upload) => connection.Query(
        "SELECT number, content, size, etag, modified_at FROM upload_parts WHERE upload = ?1 ORDER BY number",
        row => new UploadedPart(row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3), DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(4))),
        upload.Id);
}

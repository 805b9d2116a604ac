using System.Globalization;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Tables.Storage;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Streams;

/// <summary>
/// The tables' streams in the database: written in the transaction that changes the item, kept for 24 hours.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
/// </summary>
internal static class StreamLog
{
    private static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    /// <returns>The record's sequence number.</returns>
    public static long Append(TableSession session, Table table, MapValue? before, MapValue? after, bool byTimeToLive)
    {
        var view = table.Resource.StreamViewType;
        var keys = table.KeyOf(after ?? before!);
        var oldImage = view is "OLD_IMAGE" or "NEW_AND_OLD_IMAGES" ? before : null;
        var newImage = view is "NEW_IMAGE" or "NEW_AND_OLD_IMAGES" ? after : null;
        return (long)session.Bind(
            """
            INSERT INTO dynamodb_stream_records
                (table_id, created, event_id, keys, old_image, new_image, event_name, by_ttl, size)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING sequence
            """,
            table.Id,
            session.Now.ToUnixTimeSeconds(),
            Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture),
            ItemSerializer.Serialize(keys),
            oldImage is null ? null : ItemSerializer.Serialize(oldImage),
            newImage is null ? null : ItemSerializer.Serialize(newImage),
            before is null ? "INSERT" : after is null ? "REMOVE" : "MODIFY",
            byTimeToLive,
            ItemSize.Of(keys) + Size(oldImage) + Size(newImage)).ExecuteScalar()!;
    }

    public static IReadOnlyList<StreamRecord> Read(TableSession session, Table table, long afterSequenceNumber, int limit)
    {
        using var reader = session.Bind(
            """
            SELECT sequence, created, event_id, keys, old_image, new_image, event_name, by_ttl, size
            FROM dynamodb_stream_records
            WHERE table_id = $1 AND sequence > $2 AND created > $3
            ORDER BY sequence LIMIT $4
            """,
            table.Id,
            afterSequenceNumber,
            (session.Now - Retention).ToUnixTimeSeconds(),
            limit).ExecuteReader();
        var records = new List<StreamRecord>();
        while (reader.Read())
        {
            records.Add(Read(reader, table));
        }

        return records;
    }

    /// <summary>The newest record's number; 0 for a stream that never had one.</summary>
    public static long LatestSequenceNumber(TableSession session, Table table) => (long)session.Bind(
        "SELECT coalesce(max(sequence), 0) FROM dynamodb_stream_records WHERE table_id = $1", table.Id).ExecuteScalar()!;

    /// <summary>Drops records that are older than the retention.</summary>
    public static void Trim(TableSession session) => session.Bind(
        "DELETE FROM dynamodb_stream_records WHERE created <= $1", (session.Now - Retention).ToUnixTimeSeconds()).ExecuteNonQuery();

    private static StreamRecord Read(SqliteDataReader reader, Table table) => new()
    {
        SequenceNumber = reader.GetInt64(0),
        ApproximateCreationDateTime = DateTimeOffset.FromUnixTimeSeconds(reader.GetInt64(1)),
        EventId = reader.GetString(2),
        Keys = ItemSerializer.Deserialize(reader.GetFieldValue<byte[]>(3)),
        OldImage = reader.IsDBNull(4) ? null : ItemSerializer.Deserialize(reader.GetFieldValue<byte[]>(4)),
        NewImage = reader.IsDBNull(5) ? null : ItemSerializer.Deserialize(reader.GetFieldValue<byte[]>(5)),
        EventName = reader.GetString(6),
        ByTimeToLive = reader.GetBoolean(7),
        SizeBytes = reader.GetInt32(8),
        StreamViewType = table.Resource.StreamViewType!,
    };

    private static int Size(MapValue? image) => image is null ? 0 : ItemSize.Of(image);
}

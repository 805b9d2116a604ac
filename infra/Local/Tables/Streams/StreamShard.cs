using System.Security.Cryptography;
using System.Text;
using SensorWatch.Local.Tables.Storage;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tables.Streams;

/// <summary>
/// The one shard of a table's stream. DynamoDB has a shard per partition of the table, replaces them every few hours,
/// and keeps the order within a partition key; one shard that never ends is such a stream too.
/// </summary>
internal static class StreamShard
{
    /// <summary>In DynamoDB's form, <c>shardId-</c> with 20 digits and 8 hexadecimal ones; always the same for a stream.</summary>
    public static string IdOf(string streamArn) =>
        $"shardId-{0:D20}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(streamArn)).AsSpan(0, 4))}";

    /// <summary>Which of several lanes a record goes through: all records of a partition key go through the same.</summary>
    public static int LaneOf(StreamRecord record, TableKey key, int lanes) =>
        (int)(KeyEncoding.Hash(KeyEncoding.Encode(record.Keys[key.Partition.Name]!)) % (uint)lanes);
}

using System.Text;
using Microsoft.Data.Sqlite;
using SensorWatch.Benchmarks.Load;

namespace SensorWatch.Benchmarks.Durability;

/// <summary>
/// What the files of a killed local run hold, in flight or not, which no call tells. They are copied first, so that the
/// next start finds them as the kill left them.
/// </summary>
internal sealed class StoreSnapshot
{
    private const string FileName = "sensorwatch.db";

    private readonly Dictionary<string, ILookup<string, string>> _places = [];

    private StoreSnapshot()
    {
    }

    /// <summary>Reads a data folder that no process has open; null when the run was killed before it had made its tables.</summary>
    public static StoreSnapshot? Read(string dataDirectory)
    {
        var copy = Directory.CreateTempSubdirectory("snapshot");
        try
        {
            foreach (var file in Directory.GetFiles(dataDirectory, $"{FileName}*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
            {
                File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
            }

            using var connection = new SqliteConnection($"Data Source={Path.Combine(copy.FullName, FileName)};Pooling=False");
            connection.Open();
            return HasTables(connection) ? Read(connection) : null;
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    /// <summary>How often an id is in a queue's messages.</summary>
    public int InQueue(string queue, string id) => Count($"queue {queue}", id);

    /// <summary>How often an id is among a table's items.</summary>
    public int InTable(string table, string id) => Count($"table {table}", id);

    /// <summary>How often an id is in a table's stream.</summary>
    public int InStream(string table, string id) => Count($"stream {table}", id);

    public int InArchive(string id) => Count("archive", id);

    public int InBucket(string id) => Count("bucket", id);

    private static StoreSnapshot Read(SqliteConnection connection)
    {
        var snapshot = new StoreSnapshot();
        snapshot.Add(connection, "SELECT 'queue ' || replace(arn, rtrim(arn, replace(arn, ':', '')), ''), body FROM sqs_message m JOIN sqs_queue q ON q.id = m.queue");
        snapshot.Add(connection, "SELECT 'table ' || name, item FROM dynamodb_items i JOIN dynamodb_tables t ON t.id = i.table_id");
        snapshot.Add(connection, "SELECT 'stream ' || name, keys FROM dynamodb_stream_records r JOIN dynamodb_tables t ON t.id = r.table_id");
        snapshot.Add(connection, $"SELECT 'archive', text FROM archived_events WHERE archive = '{LoadAssembly.Archive}'");
        snapshot.Add(connection, "SELECT 'bucket', key FROM objects o WHERE EXISTS (SELECT 1 FROM content_layout l WHERE l.content = o.content)");
        return snapshot;
    }

    /// <summary>All is made at the first start, buckets last.</summary>
    private static bool HasTables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM sqlite_schema WHERE name = 'content_layout'";
        return command.ExecuteScalar() is not null;
    }

    private void Add(SqliteConnection connection, string sql)
    {
        var rows = new List<(string Place, string Id)>();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are the constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var text = reader.GetValue(1) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : reader.GetString(1);
            if (Ledger.IdIn(text) is { } id)
            {
                rows.Add((reader.GetString(0), id));
            }
        }

        foreach (var place in rows.GroupBy(row => row.Place, row => row.Id))
        {
            _places[place.Key] = place.ToLookup(id => id);
        }
    }

    private int Count(string place, string id) => _places.GetValueOrDefault(place)?[id].Count() ?? 0;
}

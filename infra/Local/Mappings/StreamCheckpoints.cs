using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tables;

namespace SensorWatch.Local.Mappings;

/// <summary>
/// How far the mappings on streams have come, in the database. Each lane of a mapping has a checkpoint: the sequence
/// number up to which all records of the lane are done with.
/// </summary>
internal sealed class StreamCheckpoints
{
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS lambda_stream_checkpoints (
            mapping TEXT NOT NULL, stream TEXT NOT NULL, lane INTEGER NOT NULL, sequence INTEGER NOT NULL,
            PRIMARY KEY (mapping, lane)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS lambda_stream_attempts (
            mapping TEXT NOT NULL, lane INTEGER NOT NULL, through INTEGER NOT NULL, retries INTEGER NOT NULL, invocations INTEGER NOT NULL,
            PRIMARY KEY (mapping, lane, through)) WITHOUT ROWID;
        """;

    private readonly Database _database;
    private readonly TableService _tables;

    public StreamCheckpoints(Database database, TableService tables)
    {
        _database = database;
        _tables = tables;
        database.Run(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = Schema;
            command.ExecuteNonQuery();
        });
    }

    /// <summary>A mapping's checkpoints, by lane. One that has none yet gets those of its starting position, and keeps them.</summary>
    public IReadOnlyList<long> Open(StreamMapping mapping)
    {
        var start = mapping.Resource.StartingPosition == "LATEST" ? _tables.LatestSequenceNumber(mapping.Table.Arn) : 0;
        return _database.Run(connection =>
        {
            var known = connection.Query(
                "SELECT sequence FROM lambda_stream_checkpoints WHERE mapping = ?1 AND stream = ?2 ORDER BY lane",
                reader => reader.GetInt64(0),
                Name(mapping),
                mapping.StreamArn);
            return known.Count == mapping.Lanes ? known : Replace(connection, mapping, known.Count > 0 ? known.Min() : start);
        });
    }

    /// <summary>
    /// The batches behind a lane's checkpoint that were tried and are not done with, in the stream's order: how far each
    /// goes, and how often it was tried.
    /// </summary>
    public IReadOnlyList<StreamAttempt> Attempts(StreamMapping mapping, int lane) => _database.Run(connection => connection.Query(
        "SELECT through, retries, invocations FROM lambda_stream_attempts WHERE mapping = ?1 AND lane = ?2 ORDER BY through",
        row => new StreamAttempt(row.GetInt64(0), row.GetInt32(1), row.GetInt32(2)),
        Name(mapping),
        lane));

    /// <summary>Keeps how often batches were tried.</summary>
    public void Save(StreamMapping mapping, int lane, IEnumerable<StreamBatch> batches) => _database.Run(connection =>
    {
        Forget(connection, mapping, lane, long.MaxValue);
        foreach (var batch in batches)
        {
            connection.Execute(
                "INSERT INTO lambda_stream_attempts (mapping, lane, through, retries, invocations) VALUES (?1, ?2, ?3, ?4, ?5)",
                Name(mapping),
                lane,
                batch.Through,
                batch.Retries,
                batch.Invocations);
        }
    });

    /// <summary>Moves a checkpoint.</summary>
    public void Save(StreamMapping mapping, int lane, long sequenceNumber) =>
        _database.Run(connection => Save(connection, mapping, lane, sequenceNumber));

    /// <inheritdoc cref="Save(StreamMapping, int, long)"/>
    public static void Save(SqliteConnection connection, StreamMapping mapping, int lane, long sequenceNumber)
    {
        connection.Execute(
            "UPDATE lambda_stream_checkpoints SET sequence = ?3 WHERE mapping = ?1 AND lane = ?2", Name(mapping), lane, sequenceNumber);
        Forget(connection, mapping, lane, sequenceNumber);
    }

    /// <summary>
    /// Another parallelization factor sends keys through other lanes: all of them go on where the slowest was, so that
    /// nothing is left out. Another stream makes it another mapping, which begins anew.
    /// </summary>
    private static List<long> Replace(SqliteConnection connection, StreamMapping mapping, long sequenceNumber)
    {
        connection.Execute("DELETE FROM lambda_stream_checkpoints WHERE mapping = ?1", Name(mapping));
        connection.Execute("DELETE FROM lambda_stream_attempts WHERE mapping = ?1", Name(mapping));
        for (var lane = 0; lane < mapping.Lanes; lane++)
        {
            connection.Execute(
                "INSERT INTO lambda_stream_checkpoints (mapping, lane, stream, sequence) VALUES (?1, ?2, ?3, ?4)",
                Name(mapping),
                lane,
                mapping.StreamArn,
                sequenceNumber);
        }

        return [.. Enumerable.Repeat(sequenceNumber, mapping.Lanes)];
    }

    private static void Forget(SqliteConnection connection, StreamMapping mapping, int lane, long through) => connection.Execute(
        "DELETE FROM lambda_stream_attempts WHERE mapping = ?1 AND lane = ?2 AND through <= ?3", Name(mapping), lane, through);

    private static string Name(StreamMapping mapping) => mapping.Resource.Resource.Path;
}

/// <summary>A batch that was tried and is not done with.</summary>
/// <param name="Through">Its last record.</param>
/// <param name="Retries">How often it was tried again.</param>
/// <param name="Invocations">How often the function was called with it.</param>
internal sealed record StreamAttempt(long Through, int Retries, int Invocations);

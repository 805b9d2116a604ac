using System.Text.Json;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Store;
using SensorWatch.Templates.Patterns;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>
/// The deployment's archives: an event is kept in the transaction that puts it on the bus, for the archive's retention.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html
/// </summary>
internal sealed class EventArchives
{
    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly ILookup<string, CompiledArchive> _byBus;

    public EventArchives(Database database, IReadOnlyList<ArchiveResource> archives, TimeProvider time)
    {
        (_database, _time) = (database, time);
        Archives = archives;
        _byBus = archives.ToLookup(
            archive => EventBridgeDeployment.BusName(archive.SourceArn),
            archive => new CompiledArchive(archive, archive.EventPattern is { } pattern ? EventPattern.Parse(pattern).Matches : _ => true));
        database.Run(connection =>
        {
            connection.Execute("CREATE TABLE IF NOT EXISTS archives (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL) WITHOUT ROWID");
            connection.Execute(
                """
                CREATE TABLE IF NOT EXISTS archived_events (
                    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                    archive TEXT NOT NULL,
                    archived_at INTEGER NOT NULL,
                    time INTEGER NOT NULL,
                    text TEXT NOT NULL,
                    trace_header TEXT)
                """);
            connection.Execute("CREATE INDEX IF NOT EXISTS archived_events_by_time ON archived_events (archive, time, sequence)");
            connection.Execute("CREATE INDEX IF NOT EXISTS archived_events_by_age ON archived_events (archive, archived_at)");
            foreach (var archive in archives)
            {
                connection.Execute("INSERT OR IGNORE INTO archives VALUES (?1, ?2)", archive.Name, Now());
            }
        });
    }

    public IReadOnlyList<ArchiveResource> Archives { get; }

    /// <summary>The archives of a bus, by its name.</summary>
    public IEnumerable<ArchiveResource> Of(string bus) => _byBus[bus].Select(archive => archive.Resource);

    /// <summary>Keeps an event in each archive that takes it. What a replay sends is archived already.</summary>
    /// <returns>Those archives.</returns>
    public IReadOnlyList<ArchiveResource> Keep(SqliteConnection connection, BusEvent busEvent)
    {
        List<CompiledArchive> archives = [.. _byBus[busEvent.Bus].Where(archive => !busEvent.IsReplayed && archive.Takes(busEvent.Root))];
        foreach (var archive in archives)
        {
            DeleteExpired(connection, archive.Resource);
            connection.Execute(
                "INSERT INTO archived_events (archive, archived_at, time, text, trace_header) VALUES (?1, ?2, ?3, ?4, ?5)",
                archive.Resource.Name,
                Now(),
                busEvent.Time.ToUnixTimeSeconds(),
                busEvent.Text,
                busEvent.TraceHeader);
        }

        return [.. archives.Select(archive => archive.Resource)];
    }

    /// <summary>All that an archive has, in the order of arrival.</summary>
    /// <exception cref="AwsException">There is no such archive.</exception>
    public IReadOnlyList<ArchivedEvent> Read(string name) => _database.Run(connection =>
    {
        DeleteExpired(connection, Get(name));
        return connection.Query(
            "SELECT sequence, time, text, trace_header FROM archived_events WHERE archive = ?1 ORDER BY sequence", ReadEvent, name);
    });

    /// <summary>What happened from one time until before another, in the order of time, and of arrival within a second.</summary>
    /// <param name="connection">The connection of the transaction.</param>
    /// <param name="name">The archive's name.</param>
    /// <param name="from">The first time, inclusive, and the sequence number after which to begin in it.</param>
    /// <param name="until">Exclusive.</param>
    /// <param name="limit">How many at most.</param>
    public IReadOnlyList<ArchivedEvent> Read(
        SqliteConnection connection,
        string name,
        (DateTimeOffset Time, long AfterSequence) from,
        DateTimeOffset until,
        int limit)
    {
        DeleteExpired(connection, Get(name));
        return connection.Query(
            """
            SELECT sequence, time, text, trace_header FROM archived_events
            WHERE archive = ?1 AND (time, sequence) > (?2, ?3) AND time < ?4 ORDER BY time, sequence LIMIT ?5
            """,
            ReadEvent,
            name,
            CeilingSeconds(from.Time),
            from.AfterSequence,
            CeilingSeconds(until),
            limit);
    }

    /// <summary>How many events an archive has, and the bytes of their text.</summary>
    public (long Events, long Bytes, DateTimeOffset CreatedAt) Count(string name) => _database.Run(connection =>
    {
        DeleteExpired(connection, Get(name));
        return connection.Query(
            """
            SELECT COUNT(sequence), COALESCE(SUM(LENGTH(CAST(text AS BLOB))), 0), created_at
            FROM archives LEFT JOIN archived_events ON archive = name WHERE name = ?1
            """,
            row => (row.GetInt64(0), row.GetInt64(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2))),
            name).Single();
    });

    /// <summary>How many events an archive has that happened from one time until before another, and when the first and the last of them did.</summary>
    /// <param name="name">The archive.</param>
    /// <param name="from">Inclusive; null for the first.</param>
    /// <param name="until">Exclusive; null for all.</param>
    /// <exception cref="AwsException">There is no such archive.</exception>
    public (long Events, DateTimeOffset? Oldest, DateTimeOffset? Newest) Summarize(string name, DateTimeOffset? from = null, DateTimeOffset? until = null) =>
        _database.Run(connection =>
        {
            DeleteExpired(connection, Get(name));
            return connection.Query(
                "SELECT COUNT(*), MIN(time), MAX(time) FROM archived_events WHERE archive = ?1 AND time >= ?2 AND time < ?3",
                row => (row.GetInt64(0), Seconds(row.IntegerOrNull(1)), Seconds(row.IntegerOrNull(2))),
                name,
                from is { } first ? CeilingSeconds(first) : long.MinValue,
                until is { } end ? CeilingSeconds(end) : long.MaxValue).Single();
        });

    /// <summary>How many events an archive has from a time until a place in it, that one included.</summary>
    /// <param name="name">The archive.</param>
    /// <param name="from">Inclusive.</param>
    /// <param name="last">Time and sequence number of the last event.</param>
    public long CountUntil(string name, DateTimeOffset from, (DateTimeOffset Time, long Sequence) last) => _database.Run(connection =>
        (long)connection.Scalar(
            "SELECT COUNT(*) FROM archived_events WHERE archive = ?1 AND time >= ?2 AND (time, sequence) <= (?3, ?4)",
            name,
            CeilingSeconds(from),
            last.Time.ToUnixTimeSeconds(),
            last.Sequence)!);

    /// <summary>The archive with that name.</summary>
    /// <exception cref="AwsException">There is none.</exception>
    public ArchiveResource Get(string name) =>
        Archives.FirstOrDefault(archive => archive.Name == name) ?? throw EventBridgeErrors.ArchiveNotFound(name);

    private static ArchivedEvent ReadEvent(SqliteDataReader row) =>
        new(row.GetInt64(0), DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(1)), row.GetString(2), row.TextOrNull(3));

    private static DateTimeOffset? Seconds(long? time) => time is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>Events have whole seconds: the first one at or after a time that has more.</summary>
    private static long CeilingSeconds(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() + 999) / 1000;

    private void DeleteExpired(SqliteConnection connection, ArchiveResource archive)
    {
        if (archive.RetentionDays > 0)
        {
            connection.Execute(
                "DELETE FROM archived_events WHERE archive = ?1 AND archived_at <= ?2",
                archive.Name,
                _time.GetUtcNow().AddDays(-archive.RetentionDays).ToUnixTimeMilliseconds());
        }
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed record CompiledArchive(ArchiveResource Resource, Func<JsonElement, bool> Takes);
}

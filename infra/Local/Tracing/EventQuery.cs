using System.Text.Encodings.Web;
using Microsoft.Data.Sqlite;

namespace SensorWatch.Local.Tracing;

/// <summary>What events are looked for. All that is given must be so.</summary>
internal sealed record EventQuery
{
    /// <summary>Words, each of them anywhere in the event's JSON, whatever the case of their letters from A to Z.</summary>
    public string? Text { get; init; }

    public string? DetailType { get; init; }

    public string? Source { get; init; }

    /// <summary>The bus's name.</summary>
    public string? Bus { get; init; }

    /// <summary>When it was put on the bus, by the services' clock; inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only those in whose story something failed.</summary>
    public bool FailedOnly { get; init; }

    /// <summary>Only older ones than that.</summary>
    public long? Before { get; init; }

    public int Limit { get; init; } = 50;

    /// <summary>How many events are kept.</summary>
    public static long Count(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM events";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>The detail-types that were seen.</summary>
    public static IReadOnlyList<string> DetailTypes(SqliteConnection connection)
    {
        // From one to the next in the index, rather than through all events.
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            WITH RECURSIVE types(type) AS (
                SELECT min(detail_type) FROM events
                UNION ALL SELECT (SELECT min(detail_type) FROM events WHERE detail_type > type) FROM types WHERE type IS NOT NULL)
            SELECT type FROM types WHERE type IS NOT NULL
            """;
        var types = new List<string>();
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            types.Add(row.GetString(0));
        }

        return types;
    }

    /// <summary>
    /// The events, the newest first. Texts are searched without an index: SQLite reads some hundred megabytes in a tenth of a
    /// second, and an index of all words would cost more than everything else that is written.
    /// </summary>
    public IReadOnlyList<FoundEvent> Run(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        var conditions = new List<string>();
        AddIf(DetailType, "e.detail_type = ");
        AddIf(Source, "e.source = ");
        AddIf(Bus, "e.bus = ");
        AddIf(From?.ToUnixTimeMilliseconds(), "e.time >= ");
        AddIf(To?.ToUnixTimeMilliseconds(), "e.time < ");
        AddIf(Before, "e.sequence < ");
        AddIf(FailedOnly ? 1 : null, "e.failed = ");
        foreach (var word in (Text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            AddIf($"%{Escape(word)}%", "f.text LIKE ", @" ESCAPE '\'");
        }

        var limit = command.Parameters.Add(new() { ParameterName = "$limit", Value = Limit });
        command.CommandText =
            $"""
            SELECT e.sequence, e.time, e.id, e.bus, e.source, e.detail_type, e.rules, e.failed, f.text
            FROM events e CROSS JOIN facts f ON f.sequence = e.sequence
            {(conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions))}
            ORDER BY e.sequence DESC LIMIT {limit.ParameterName}
            """;
        var found = new List<FoundEvent>();
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            found.Add(new(
                row.GetInt64(0),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.GetString(5),
                row.GetInt32(6),
                row.GetInt64(7) != 0,
                row.GetString(8)));
        }

        return found;

        void AddIf(object? value, string condition, string end = "")
        {
            if (value is not null)
            {
                var name = $"$p{command.Parameters.Count}";
                command.Parameters.AddWithValue(name, value);
                conditions.Add($"{condition}{name}{end}");
            }
        }
    }

    /// <summary>A word as it stands in JSON, without a meaning for <c>LIKE</c>.</summary>
    private static string Escape(string word)
    {
        var json = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(word);
        return json.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
    }
}

/// <summary>An event on a bus. One that was replayed, or sent on to another bus, is there once for each time.</summary>
/// <param name="Sequence">Rises with time.</param>
/// <param name="Time">When it was put on the bus.</param>
/// <param name="Id">Its id.</param>
/// <param name="Bus">The bus's name.</param>
/// <param name="Source">Its <c>source</c>.</param>
/// <param name="DetailType">Its <c>detail-type</c>.</param>
/// <param name="Rules">How many rules it matched.</param>
/// <param name="Failed">A call failed in its story, a message of it went to a dead-letter queue, or it didn't reach a target.</param>
/// <param name="Text">Its JSON.</param>
internal sealed record FoundEvent(
    long Sequence, DateTimeOffset Time, string Id, string Bus, string Source, string DetailType, int Rules, bool Failed, string Text);

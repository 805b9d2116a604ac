using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace SensorWatch.Local.Tracing;

/// <summary>Reads facts by step, and what caused what. For use within <see cref="FactStore.Read"/>.</summary>
internal sealed class FactReader(SqliteConnection connection) : IDisposable
{
    private const string Named = "(SELECT id FROM steps WHERE name = $1)";

    private readonly SqliteCommand _facts = FactWriter.Command(
        connection, $"SELECT sequence, time, kind, node, origin, data, text FROM facts WHERE step = {Named} ORDER BY sequence LIMIT 500", 1);

    private readonly SqliteCommand _causes = FactWriter.Command(
        connection, $"SELECT name FROM causes JOIN steps ON id = cause WHERE step = {Named} ORDER BY fact, cause LIMIT $2", 2);

    private readonly SqliteCommand _effects = FactWriter.Command(
        connection, $"SELECT name FROM causes JOIN steps ON id = step WHERE cause = {Named} ORDER BY fact LIMIT $2", 2);

    private readonly SqliteCommand _count = FactWriter.Command(connection, $"SELECT count(*) FROM causes WHERE step = {Named}", 1);

    private readonly SqliteCommand _envelope = FactWriter.Command(connection, "SELECT id FROM events WHERE envelope_id = $1 ORDER BY sequence LIMIT 1", 1);

    /// <summary>What happened to a step, in its order; empty for an unknown one.</summary>
    public IReadOnlyList<Fact> FactsOf(string step)
    {
        var facts = new List<Fact>();
        using var row = FactWriter.Bind(_facts, null, step).ExecuteReader();
        while (row.Read())
        {
            facts.Add(new((FactKind)row.GetInt32(2), step)
            {
                Sequence = row.GetInt64(0),
                Time = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
                Node = Text(row, 3),
                Origin = Text(row, 4),
                Data = Text(row, 5) is { } data ? JsonNode.Parse(data) as JsonObject : null,
                Text = Text(row, 6),
            });
        }

        return facts;
    }

    /// <summary>The steps that led to a step.</summary>
    public IReadOnlyList<string> CausesOf(string step, int limit) => Steps(_causes, step, limit);

    /// <summary>How many steps led to a step.</summary>
    public int CountCauses(string step) => (int)(long)FactWriter.Bind(_count, null, step).ExecuteScalar()!;

    /// <summary>The steps to which a step led, in the order in which they began.</summary>
    public IReadOnlyList<string> EffectsOf(string step, int limit) => Steps(_effects, step, limit);

    /// <summary>The step of the event with a <c>detail.metadata.eventId</c>; null without one.</summary>
    public string? FindByEnvelope(string eventId) =>
        FactWriter.Bind(_envelope, null, eventId).ExecuteScalar() is string id ? StepId.Event(id) : null;

    public void Dispose()
    {
        _facts.Dispose();
        _causes.Dispose();
        _effects.Dispose();
        _count.Dispose();
        _envelope.Dispose();
    }

    private static List<string> Steps(SqliteCommand command, string step, int limit)
    {
        var steps = new List<string>();
        using var row = FactWriter.Bind(command, null, step, limit).ExecuteReader();
        while (row.Read())
        {
            steps.Add(row.GetString(0));
        }

        return steps;
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

using System.Text.Json.Nodes;
using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Console.Live;

/// <summary>What the trace tells: what went where, and the newest events.</summary>
internal sealed class TracedTraffic(Tracer trace) : ILiveCounters
{
    /// <inheritdoc/>
    public LiveTraffic Read() => new()
    {
        Nodes = trace.Counters.Nodes().GroupBy(counter => counter.Key.Node).ToDictionary(
            node => node.Key, node => new JsonObject(node.Select(counter => KeyValuePair.Create(counter.Key.Counter, (JsonNode?)counter.Value)))),
        Edges = trace.Counters.Edges().ToDictionary(edge => $"{edge.Key.From}|{edge.Key.To}", edge => edge.Value),
        Recent = [.. trace.Counters.TakeRecent().Select(ToRecent)],
    };

    private static RecentEvent ToRecent(Fact published) => new(
        published.Step,
        published.Time,
        published.Node ?? "",
        published.Origin,
        published.Event?.DetailType ?? "",
        published.Data?["rules"] is JsonArray { Count: > 0 } ? "ok" : "dropped");
}

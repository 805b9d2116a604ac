using System.Text.Json.Nodes;
using SensorWatch.Local.Console.Sending;

namespace SensorWatch.Local.Console.Live;

/// <summary>What the live view gets each second.</summary>
/// <param name="Now">The services' time.</param>
/// <param name="StartedAt">When this run began, by the same clock.</param>
/// <param name="ClockOffsetMs">How far the services' clock is ahead of this machine's.</param>
/// <param name="Idle">Nothing runs.</param>
/// <param name="Nodes">See <see cref="LiveTraffic.Nodes"/>.</param>
/// <param name="Edges">See <see cref="LiveTraffic.Edges"/>.</param>
/// <param name="Recent">The newest events, oldest first.</param>
/// <param name="Burst">The burst that runs, or ran last; null before the first.</param>
internal sealed record LiveTick(
    DateTimeOffset Now,
    DateTimeOffset StartedAt,
    double ClockOffsetMs,
    bool Idle,
    IReadOnlyDictionary<string, JsonObject> Nodes,
    IReadOnlyDictionary<string, long> Edges,
    IReadOnlyList<RecentEvent> Recent,
    BurstProgress? Burst)
{
    private const int MaximumRecent = 20;

    /// <summary>Joins what several know: a node's counters from each of them.</summary>
    public static (IReadOnlyDictionary<string, JsonObject> Nodes, IReadOnlyDictionary<string, long> Edges, IReadOnlyList<RecentEvent> Recent) Join(
        IReadOnlyList<LiveTraffic> traffic)
    {
        var nodes = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var (id, counters) in traffic.SelectMany(one => one.Nodes))
        {
            var joined = nodes.TryGetValue(id, out var known) ? known : nodes[id] = [];
            foreach (var (name, value) in counters)
            {
                joined[name] = value?.DeepClone();
            }
        }

        return (
            nodes,
            traffic.SelectMany(one => one.Edges).GroupBy(edge => edge.Key, edge => edge.Value).ToDictionary(edge => edge.Key, edge => edge.Sum()),
            [.. traffic.SelectMany(one => one.Recent).OrderBy(recent => recent.Time).TakeLast(MaximumRecent)]);
    }
}

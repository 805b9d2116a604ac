using System.Text.Json.Nodes;

namespace SensorWatch.Local.Console.Live;

/// <summary>What moves in the system, by the ids of the flow graph's nodes.</summary>
internal sealed record LiveTraffic
{
    /// <summary>Counters since the start and states, of nodes that have some.</summary>
    public IReadOnlyDictionary<string, JsonObject> Nodes { get; init; } = new Dictionary<string, JsonObject>();

    /// <summary>How much went from one node to another since the start; the key is both ids with a <c>|</c> between them.</summary>
    public IReadOnlyDictionary<string, long> Edges { get; init; } = new Dictionary<string, long>();

    /// <summary>The newest events since it was asked last, oldest first.</summary>
    public IReadOnlyList<RecentEvent> Recent { get; init; } = [];
}

/// <summary>An event that was put on a bus.</summary>
/// <param name="StepId">Leads to its story.</param>
/// <param name="Time">When.</param>
/// <param name="Node">The bus's node.</param>
/// <param name="From">The node of who put it; null when that isn't known.</param>
/// <param name="Title">For people: the detail-type.</param>
/// <param name="Status"><c>ok</c>, or <c>dropped</c> when no rule took it.</param>
internal sealed record RecentEvent(string StepId, DateTimeOffset Time, string Node, string? From, string Title, string Status);

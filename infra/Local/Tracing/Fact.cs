using System.Text.Json.Nodes;

namespace SensorWatch.Local.Tracing;

/// <summary>One thing that happened to one step on the way of an event through the system.</summary>
/// <param name="Kind">What.</param>
/// <param name="Step">To which step; see <see cref="StepId"/>.</param>
public sealed record Fact(FactKind Kind, string Step)
{
    /// <summary>Rises with each fact. Zero until it is recorded.</summary>
    public long Sequence { get; init; }

    /// <summary>By the services' clock.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Where: the id of a node of the flow graph.</summary>
    public string? Node { get; init; }

    /// <summary>From where it came: the id of a node of the flow graph; null for what comes from outside, and for what only goes on.</summary>
    public string? Origin { get; init; }

    /// <summary>The steps that led to this one.</summary>
    public IReadOnlyList<string> Causes { get; init; } = [];

    /// <summary>Members by kind, as <see cref="FactKind"/> lists them.</summary>
    public JsonObject? Data { get; init; }

    /// <summary>What was carried; null for nothing, or what a cause already has.</summary>
    public string? Text { get; init; }
}

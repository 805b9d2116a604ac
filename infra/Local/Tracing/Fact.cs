using System.Text.Json.Nodes;

namespace SensorWatch.Local.Tracing;

/// <summary>One thing that happened to one step on the way of an event through the system.</summary>
/// <param name="Kind">What.</param>
/// <param name="Step">To which step; see <see cref="StepId"/>.</param>
public sealed record Fact(FactKind Kind, string Step)
{
    /// <summary>Rises with each fact. Zero until it is kept.</summary>
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

    /// <summary>Nodes to which it went on from <see cref="Node"/> without a fact of their own, such as a bus's rules.</summary>
    public IReadOnlyList<string> Onward { get; init; } = [];

    /// <summary>How many went from <see cref="Origin"/> to <see cref="Node"/> at once, such as a batch's messages.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Of <see cref="FactKind.Published"/>: by what people look for the event.</summary>
    public TracedEvent? Event { get; init; }

    /// <summary>What was carried; null for nothing, or what a cause already has.</summary>
    public string? Text { get; init; }
}

/// <summary>What an event is found by, besides its text.</summary>
/// <param name="Bus">The bus's name.</param>
/// <param name="Source">Its <c>source</c>.</param>
/// <param name="DetailType">Its <c>detail-type</c>.</param>
/// <param name="EnvelopeId">Its <c>detail.metadata.eventId</c>; null for events without that envelope.</param>
public sealed record TracedEvent(string Bus, string Source, string DetailType, string? EnvelopeId);

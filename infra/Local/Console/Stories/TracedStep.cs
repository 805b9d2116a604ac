using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Console.Stories;

/// <summary>A step and what happened to it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Facts">At least one, in their order.</param>
internal sealed record TracedStep(string Id, IReadOnlyList<Fact> Facts)
{
    /// <summary>The kind that its id names, a change of an item without a stream being a <c>record</c> too.</summary>
    public string Kind => StepId.KindOf(Id) is var kind && kind == "change" ? "record" : kind;

    public DateTimeOffset Time => Facts[0].Time;

    /// <summary>Where it is, or was last.</summary>
    public string? Node => Facts.LastOrDefault(fact => fact.Kind is FactKind.Sent or FactKind.DeadLettered)?.Node ?? Facts[0].Node;

    /// <summary>What it carries; null when that is what its cause carries.</summary>
    public string? Text => Facts.FirstOrDefault(fact => fact.Text is not null)?.Text;

    /// <summary>Of an event; empty of other steps.</summary>
    public EventEnvelope Envelope => field ??= Kind == "event" ? EventEnvelope.Read(Text) : EventEnvelope.None;

    /// <summary>The transaction that a change is a part of; null for none.</summary>
    public string? Transaction => (string?)First(FactKind.Changed)?.Data?["transaction"];

    /// <summary>The first fact of a kind; null without one.</summary>
    public Fact? First(FactKind kind) => Facts.FirstOrDefault(fact => fact.Kind == kind);

    /// <summary>The last fact of a kind; null without one.</summary>
    public Fact? Last(FactKind kind) => Facts.LastOrDefault(fact => fact.Kind == kind);
}

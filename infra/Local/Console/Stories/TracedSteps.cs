using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Console.Stories;

/// <summary>The steps that a story needs, each read once.</summary>
/// <param name="reader">Reads them.</param>
internal sealed class TracedSteps(FactReader reader)
{
    /// <summary>Of a batch, or of an event with many targets, no more than these are looked at.</summary>
    public const int MaximumNeighbours = 1_000;

    /// <summary>How a bare id may be meant.</summary>
    private static readonly Func<string, string>[] Meanings = [StepId.Event, StepId.Message, StepId.Invocation, StepId.Request, StepId.Notification];

    private readonly Dictionary<string, TracedStep?> _steps = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _causes = [];
    private readonly Dictionary<string, int> _causeCounts = [];

    /// <summary>The step with an id; null when nothing is known of it, or nothing more.</summary>
    public TracedStep? Find(string id)
    {
        if (!_steps.TryGetValue(id, out var step))
        {
            var facts = reader.FactsOf(id);
            _steps[id] = step = facts.Count == 0 ? null : new(id, facts);
        }

        return step;
    }

    /// <summary>The step that a person means: by its id, by that without its kind, or by what an event calls its own id.</summary>
    public TracedStep? Resolve(string given) =>
        Find(given) ?? Meanings.Select(meaning => Find(meaning(given))).FirstOrDefault(step => step is not null) ?? FindByEnvelope(given);

    /// <summary>The event with that id in its envelope.</summary>
    public TracedStep? FindByEnvelope(string eventId) => reader.FindByEnvelope(eventId) is { } id ? Find(id) : null;

    /// <summary>The steps that led to a step.</summary>
    public IReadOnlyList<string> CausesOf(string id)
    {
        if (!_causes.TryGetValue(id, out var causes))
        {
            _causes[id] = causes = reader.CausesOf(id, MaximumNeighbours);
        }

        return causes;
    }

    /// <summary>How many steps led to a step.</summary>
    public int CountCauses(string id)
    {
        if (!_causeCounts.TryGetValue(id, out var count))
        {
            _causeCounts[id] = count = reader.CountCauses(id);
        }

        return count;
    }

    /// <summary>The steps to which a step led.</summary>
    public IReadOnlyList<string> EffectsOf(string id) => reader.EffectsOf(id, MaximumNeighbours);
}

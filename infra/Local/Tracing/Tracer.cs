namespace SensorWatch.Local.Tracing;

/// <summary>
/// Takes what happens in the services: keeps it for stories (<see cref="FactStore"/>) and counts it for the live picture.
/// Called from many threads, also within the database's transactions; what such a transaction then undoes is told all the same.
/// </summary>
public sealed class Tracer : IDisposable
{
    private readonly TimeProvider _time;
    private readonly FactStore? _store;

    /// <param name="time">The services' clock.</param>
    /// <param name="store">Keeps the facts; null to forget them.</param>
    public Tracer(TimeProvider time, FactStore? store) => (_time, _store) = (time, store);

    /// <summary>Takes facts and forgets them: for services that nobody looks at.</summary>
    public static Tracer None { get; } = new(TimeProvider.System, null);

    /// <summary>What is kept; null for <see cref="None"/>.</summary>
    public FactStore? Store => _store;

    /// <summary>What is counted.</summary>
    internal TraceCounters Counters { get; } = new();

    /// <summary>
    /// Takes a fact. Where what begins came from, and what caused it, is the context's (<see cref="TraceContext"/>), unless
    /// the fact says so itself.
    /// </summary>
    public void Record(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (_store is null)
        {
            return;
        }

        var complete = fact.Kind.Begins() ? InContext(fact, TraceContext.Current) : fact with { Time = _time.GetUtcNow() };
        Counters.Add(complete);
        _store.Add(complete);
    }

    public void Dispose() => _store?.Dispose();

    private Fact InContext(Fact fact, TraceContext context) => fact with
    {
        Time = _time.GetUtcNow(),
        Origin = fact.Origin ?? context.Node,
        Causes = fact.Causes.Count > 0 ? fact.Causes : context.Steps is [var only] && only == fact.Step ? [] : context.Steps,
        Text = fact.Kind is FactKind.Sent or FactKind.Accepted && fact.Text == context.Text ? null : fact.Text,
    };
}

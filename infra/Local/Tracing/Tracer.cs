namespace SensorWatch.Local.Tracing;

/// <summary>
/// Takes what happens in the services: keeps it for stories (<see cref="FactStore"/>) and counts it for the live picture.
/// Called from many threads, also within the database's transactions; what such a transaction then undoes is told all the same.
/// </summary>
public sealed class Tracer : IDisposable
{
    private readonly TimeProvider _time;
    private readonly FactStore? _store;
    private readonly Lock _lock = new();
    private readonly Dictionary<(FactKind Kind, string Node), long> _nodes = [];
    private readonly Dictionary<(string From, string To), long> _edges = [];

    /// <param name="time">The services' clock.</param>
    /// <param name="store">Keeps the facts; null to count them only.</param>
    public Tracer(TimeProvider time, FactStore? store) => (_time, _store) = (time, store);

    /// <summary>Takes facts and forgets them: for services that nobody looks at.</summary>
    public static Tracer None { get; } = new(TimeProvider.System, null);

    /// <summary>What is kept; null for <see cref="None"/>.</summary>
    public FactStore? Store => _store;

    /// <summary>Takes a fact: where it came from and what caused it is the context's (<see cref="TraceContext"/>), unless it says so itself.</summary>
    public void Record(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (_store is null)
        {
            return;
        }

        var context = TraceContext.Current;
        var complete = fact with
        {
            Time = _time.GetUtcNow(),
            Origin = fact.Origin ?? context.Node,
            Causes = fact.Causes.Count > 0 ? fact.Causes : context.Steps.Count == 1 && context.Steps[0] == fact.Step ? [] : context.Steps,
            Text = fact.Kind is FactKind.Sent or FactKind.Accepted && fact.Text == context.Text ? null : fact.Text,
        };
        Count(complete);
        _store.Add(complete);
    }

    /// <summary>How many facts of each kind each node has had since the start.</summary>
    public IReadOnlyDictionary<(FactKind Kind, string Node), long> Nodes()
    {
        lock (_lock)
        {
            return new Dictionary<(FactKind, string), long>(_nodes);
        }
    }

    /// <summary>How much went from one node to another since the start.</summary>
    public IReadOnlyDictionary<(string From, string To), long> Edges()
    {
        lock (_lock)
        {
            return new Dictionary<(string, string), long>(_edges);
        }
    }

    public void Dispose() => _store?.Dispose();

    private void Count(Fact fact)
    {
        if (fact.Node is not { } node)
        {
            return;
        }

        lock (_lock)
        {
            Increase(_nodes, (fact.Kind, node));
            if (fact.Origin is { } origin && origin != node)
            {
                Increase(_edges, (origin, node));
            }

            if (fact is { Kind: FactKind.Published, Data: { } data } && data["rules"] is System.Text.Json.Nodes.JsonArray rules)
            {
                foreach (var rule in rules)
                {
                    Increase(_edges, (node, (string)rule!));
                }
            }
        }
    }

    private static void Increase<TKey>(Dictionary<TKey, long> counters, TKey key)
        where TKey : notnull =>
        counters[key] = counters.GetValueOrDefault(key) + 1;
}

namespace SensorWatch.Local.Tracing;

/// <summary>Counts facts for the live picture: by node, and by the way that they took. Everything is since the start.</summary>
internal sealed class TraceCounters
{
    /// <summary>So many of the newest events are kept for who asks what is new.</summary>
    private const int MaximumRecent = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Node, string Counter), long> _nodes = [];
    private readonly Dictionary<(string From, string To), long> _edges = [];
    private readonly Queue<Fact> _recent = [];

    /// <summary>Counts a fact.</summary>
    public void Add(Fact fact)
    {
        if (fact.Node is not { } node)
        {
            return;
        }

        lock (_lock)
        {
            if (CounterOf(fact) is { } counter)
            {
                Increase(_nodes, (node, counter));
            }

            if (fact.Origin is { } origin && origin != node)
            {
                Increase(_edges, (origin, node), fact.Count);
            }

            foreach (var next in fact.Onward)
            {
                Increase(_edges, (node, next));
                if (CounterOfNext(fact.Kind) is { } passed)
                {
                    Increase(_nodes, (next, passed));
                }
            }

            if (fact.Kind == FactKind.Published)
            {
                _recent.Enqueue(fact);
                if (_recent.Count > MaximumRecent)
                {
                    _recent.Dequeue();
                }
            }
        }
    }

    /// <summary>Counters by node, named as the console's page knows them: <c>published</c>, <c>matched</c>, <c>writes</c>.</summary>
    public IReadOnlyDictionary<(string Node, string Counter), long> Nodes()
    {
        lock (_lock)
        {
            return new Dictionary<(string, string), long>(_nodes);
        }
    }

    /// <summary>How much went from one node to another.</summary>
    public IReadOnlyDictionary<(string From, string To), long> Edges()
    {
        lock (_lock)
        {
            return new Dictionary<(string, string), long>(_edges);
        }
    }

    /// <summary>The newest events (<see cref="FactKind.Published"/>) since this was asked last, the oldest first, and not more than 20.</summary>
    public IReadOnlyList<Fact> TakeRecent()
    {
        lock (_lock)
        {
            Fact[] recent = [.. _recent];
            _recent.Clear();
            return recent;
        }
    }

    private static string? CounterOf(Fact fact) => fact.Kind switch
    {
        FactKind.Requested => "requests",
        FactKind.Responded => (int?)fact.Data?["status"] switch
        {
            >= 500 => "errors5xx",
            >= 400 => "errors4xx",
            _ => null,
        },
        FactKind.Published or FactKind.Notified => "published",
        FactKind.Undelivered => "undelivered",
        FactKind.Sent or FactKind.DeadLettered => "sent",
        FactKind.Changed => "writes",
        FactKind.Fired => "matched",
        FactKind.Stored => "puts",
        _ => null,
    };

    /// <summary>What is counted where a fact went on to: an event's rules and archives, a change's stream.</summary>
    private static string? CounterOfNext(FactKind kind) => kind switch
    {
        FactKind.Published => "matched",
        FactKind.Changed => "records",
        _ => null,
    };

    private static void Increase<TKey>(Dictionary<TKey, long> counters, TKey key, int by = 1)
        where TKey : notnull =>
        counters[key] = counters.GetValueOrDefault(key) + by;
}

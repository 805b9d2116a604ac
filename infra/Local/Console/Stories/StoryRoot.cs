namespace SensorWatch.Local.Console.Stories;

/// <summary>Finds the way from a step up to where its story began.</summary>
internal sealed class StoryRoot(TracedSteps steps, BatchOwners owners)
{
    private const int MaximumDepth = 500;

    /// <summary>Steps to look at when an event names another one as its cause, somewhere above it.</summary>
    private const int MaximumSearched = 5_000;

    /// <summary>The steps from the focus, which is first, to the root, which is last.</summary>
    public IReadOnlyList<string> PathOf(TracedStep focus)
    {
        List<string> path = [focus.Id];
        var seen = new HashSet<string>(path);
        while (path.Count < MaximumDepth && Next(path) is { Count: > 0 } next && next.All(seen.Add))
        {
            path.AddRange(next);
        }

        return path;
    }

    /// <summary>The next steps up: to the event that this one names, else to a cause.</summary>
    private List<string> Next(List<string> path)
    {
        var current = path[^1];
        if (steps.Find(current)?.Envelope.CausationId is { } causation
            && steps.FindByEnvelope(causation) is { } named
            && Way(current, step => step == named.Id) is { } way)
        {
            return way;
        }

        var causes = steps.CausesOf(current).Where(cause => steps.Find(cause) is not null).ToList();
        return causes.Count <= 1 ? causes : [Choose(current, causes, path)];
    }

    /// <summary>Which message of a batch it was, by what came of it.</summary>
    private string Choose(string batch, List<string> causes, List<string> path)
    {
        var below = path.Count > 1 ? steps.Find(path[^2]) : null;
        if (below is not null && owners.OwnerOf(batch, below) is { } owner && causes.Contains(owner))
        {
            return owner;
        }

        return path.Select(steps.Find).FirstOrDefault(step => step?.Envelope.CorrelationId is not null)?.Envelope.CorrelationId is { } correlation
            && Way(batch, step => steps.Find(step)?.Envelope.CorrelationId == correlation) is { } way
            ? way[0]
            : causes[0];
    }

    /// <summary>The shortest way up from a step to one that is looked for; null when there is none.</summary>
    private List<string>? Way(string from, Predicate<string> isGoal)
    {
        var led = new Dictionary<string, string?> { [from] = null };
        var next = new Queue<string>([from]);
        while (next.TryDequeue(out var current) && led.Count < MaximumSearched)
        {
            foreach (var cause in steps.CausesOf(current).Where(cause => led.TryAdd(cause, current)))
            {
                if (isGoal(cause))
                {
                    return Trace(cause);
                }

                next.Enqueue(cause);
            }
        }

        return null;

        List<string> Trace(string goal)
        {
            var way = new List<string>();
            for (var step = goal; step != from; step = led[step]!)
            {
                way.Insert(0, step);
            }

            return way;
        }
    }
}

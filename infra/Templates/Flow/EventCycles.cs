namespace SensorWatch.Templates.Flow;

/// <summary>Something that leads to itself again.</summary>
/// <param name="Steps">From a function, if there is one, all the way back to it.</param>
internal sealed record EventCycle(IReadOnlyList<FlowStep> Steps)
{
    public FlowNode Start => Steps[0].From.Node;

    /// <summary>The whole way: <c>function A publishes X -&gt; bus B -&gt; rule C -&gt; function A</c>.</summary>
    public override string ToString() =>
        string.Concat(Steps.Select(step => $"{FlowText.Title(step.From.Node)}{What(step)} -> ")) + FlowText.Title(Start);

    private static string What(FlowStep step) => step.Edge.Kind switch
    {
        FlowEdgeKind.Publishes => $" publishes {Published(step)}",
        FlowEdgeKind.Writes => $" writes {string.Join("; ", step.Edge.Operations)}",
        FlowEdgeKind.FailsTo => $" fails {(step.Edge.Label is { } label ? $"({label})" : "")}".TrimEnd(),
        FlowEdgeKind.Sends => " sends",
        FlowEdgeKind.Notifies => " notifies",
        FlowEdgeKind.Invokes => " invokes",
        FlowEdgeKind.Watched => " is watched",
        _ => "",
    };

    private static string Published(FlowStep step) => step.To.Shape?.Key.Split(' ', 2) is [_, { Length: > 0 } detailType] ? detailType : "any event";
}

/// <summary>Finds what goes round in a circle: the strongly connected parts of everything that can happen.</summary>
internal static class EventCycles
{
    /// <summary>The shortest circle through each function, and one for each circle without any; each circle once.</summary>
    public static IReadOnlyList<EventCycle> Find(FlowGraph graph, FlowSteps steps)
    {
        var next = Explore(graph, steps);
        var cycles = new Dictionary<string, EventCycle>();
        foreach (var part in StronglyConnected(next))
        {
            List<Happening> functions = [.. part.Select(step => step.From).Where(from => from.Node.Kind == FlowNodeKind.Function).DistinctBy(from => from.Key)];
            foreach (var start in functions.Count > 0 ? functions : [part[0].From])
            {
                var cycle = Shortest(start, part.ToLookup(step => step.From.Key));
                cycles.TryAdd(string.Join('\n', cycle.Steps.Select(step => step.From.Node.Id).Distinct().Order(StringComparer.Ordinal)), cycle);
            }
        }

        return [.. cycles.Values.OrderBy(cycle => cycle.Start.Id, StringComparer.Ordinal).ThenBy(cycle => cycle.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>Every step that may follow once a function is set off, a message is in a queue, an alarm goes off or somebody fails.</summary>
    private static Dictionary<string, List<FlowStep>> Explore(FlowGraph graph, FlowSteps steps)
    {
        var next = new Dictionary<string, List<FlowStep>>();
        var open = new Queue<Happening>(graph.Edges
            .Where(edge => graph[edge.To].Kind == FlowNodeKind.Function)
            .Select(edge => new Happening(graph[edge.To], null, edge.Causes is null ? null : edge))
            .Concat(graph.Nodes
                .Where(node => node.Kind is FlowNodeKind.Queue or FlowNodeKind.DeadLetterQueue or FlowNodeKind.Topic or FlowNodeKind.Alarm)
                .Select(node => new Happening(node))));
        while (open.TryDequeue(out var happening))
        {
            if (next.ContainsKey(happening.Key))
            {
                continue;
            }

            List<FlowStep> found = [.. steps.From(happening)];
            next.Add(happening.Key, found);
            found.ForEach(step => open.Enqueue(step.To));
        }

        return next;
    }

    /// <summary>The steps inside each strongly connected part, by Tarjan's algorithm without recursion.</summary>
    private static List<List<FlowStep>> StronglyConnected(Dictionary<string, List<FlowStep>> next)
    {
        var order = new Dictionary<string, int>();
        var low = new Dictionary<string, int>();
        var partOf = new Dictionary<string, int>();
        var stack = new Stack<string>();
        var parts = 0;
        foreach (var root in next.Keys.Order(StringComparer.Ordinal).Where(key => !order.ContainsKey(key)))
        {
            var path = new Stack<(string Key, IEnumerator<FlowStep> Steps)>();
            Enter(root);
            while (path.TryPeek(out var top))
            {
                if (top.Steps.MoveNext())
                {
                    var to = top.Steps.Current.To.Key;
                    if (!order.TryGetValue(to, out var seen))
                    {
                        Enter(to);
                    }
                    else if (!partOf.ContainsKey(to))
                    {
                        low[top.Key] = Math.Min(low[top.Key], seen);
                    }

                    continue;
                }

                path.Pop();
                Leave(top.Key);
                if (path.TryPeek(out var parent))
                {
                    low[parent.Key] = Math.Min(low[parent.Key], low[top.Key]);
                }
            }

            void Enter(string key)
            {
                order[key] = low[key] = order.Count;
                stack.Push(key);
                path.Push((key, next[key].GetEnumerator()));
            }

            void Leave(string key)
            {
                if (low[key] != order[key])
                {
                    return;
                }

                string member;
                do
                {
                    member = stack.Pop();
                    partOf[member] = parts;
                }
                while (member != key);
                parts++;
            }
        }

        return
        [
            .. next.Values.SelectMany(steps => steps)
                .Where(step => partOf[step.From.Key] == partOf[step.To.Key])
                .GroupBy(step => partOf[step.From.Key])
                .Select(part => part.OrderBy(step => step.From.Key, StringComparer.Ordinal).ThenBy(step => step.To.Key, StringComparer.Ordinal).ToList()),
        ];
    }

    private static EventCycle Shortest(Happening start, ILookup<string, FlowStep> next)
    {
        var cameBy = new Dictionary<string, FlowStep>();
        var open = new Queue<Happening>([start]);
        while (!cameBy.ContainsKey(start.Key))
        {
            foreach (var step in next[open.Dequeue().Key])
            {
                if (cameBy.TryAdd(step.To.Key, step))
                {
                    open.Enqueue(step.To);
                }
            }
        }

        List<FlowStep> steps = [cameBy[start.Key]];
        while (steps[^1].From.Key != start.Key)
        {
            steps.Add(cameBy[steps[^1].From.Key]);
        }

        steps.Reverse();
        return new(steps);
    }
}

using SensorWatch.Templates.Flow;

namespace SensorWatch.Templates.Rules;

/// <summary>Events that lead to themselves.</summary>
internal static class FlowCycleRules
{
    private const string Loops = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-patterns-best-practices.html";

    public static DesignRule NoEventCycle { get; } = new()
    {
        Id = "flow/no-event-cycle",
        Sentence = "Nothing leads to itself again: no event, message, change of a table, object or alarm.",
        Mend = "Open the circle: narrow a rule's pattern, a mapping's filter, or what a role may publish and write. "
            + "If it ends by itself, say why in an exception.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html",
        Check = context => Cycles(context).Select(cycle => new Finding(PathOf(cycle), $"Events can go round in a circle: {cycle}.")),
    };

    public static DesignRule NamedEvents { get; } = new()
    {
        Id = "flow/published-events-named",
        Sentence = "A function that a bus can set off names the events that it publishes there, so that it can't set itself off.",
        Mend = "Allow events:PutEvents with StringEquals conditions on events:source and events:detail-type.",
        Source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html",
        Check = Unnamed,
    };

    public static DesignRule DeclaredEvents { get; } = new()
    {
        Id = "flow/declared-events-granted",
        Sentence = "What an event source mapping declares to lead to, its function may publish; and what the function may publish, one of its triggers leads to.",
        Mend = "Let EventFlow.Publishes in the mappings' metadata and the role's events:detail-type conditions name the same events.",
        Source = Loops,
        Check = WronglyDeclared,
    };

    private static IReadOnlyList<EventCycle> Cycles(DesignContext context)
    {
        var graph = context.Flow;
        return EventCycles.Find(graph, new FlowSteps(graph, context.Deployment));
    }

    /// <summary>The function's, else of the first resource on the way.</summary>
    private static string PathOf(EventCycle cycle) =>
        cycle.Steps.Select(step => step.From.Node.Path).FirstOrDefault(path => path is not null) ?? cycle.Start.Id;

    private static IEnumerable<Finding> Unnamed(DesignContext context)
    {
        var graph = context.Flow;
        var steps = new FlowSteps(graph, context.Deployment);
        return
            from edge in graph.Edges
            where edge.Kind == FlowEdgeKind.Publishes && edge.Events.Any(published => published is { Source: null, DetailType: null })
            let function = graph[edge.From]
            let way = WayTo(function, new Happening(graph[edge.To], EventShape.Any), steps)
            where way is not null
            select new Finding(
                edge.From,
                $"It may publish any event to {FlowText.Title(graph[edge.To])}, also one that sets it off again: "
                + $"{string.Join(" -> ", way.Select(step => FlowText.Title(step.From.Node)))} -> {FlowText.Title(function)}.");
    }

    /// <summary>The shortest way to a function; null when there is none.</summary>
    private static List<FlowStep>? WayTo(FlowNode function, Happening start, FlowSteps steps)
    {
        var cameBy = new Dictionary<string, FlowStep?> { [start.Key] = null };
        var open = new Queue<Happening>([start]);
        while (open.TryDequeue(out var happening))
        {
            foreach (var step in steps.From(happening).Where(step => cameBy.TryAdd(step.To.Key, step)))
            {
                if (step.To.Node == function)
                {
                    List<FlowStep> way = [];
                    for (var last = step; last is not null; last = cameBy[last.From.Key])
                    {
                        way.Insert(0, last);
                    }

                    return way;
                }

                open.Enqueue(step.To);
            }
        }

        return null;
    }

    private static IEnumerable<Finding> WronglyDeclared(DesignContext context)
    {
        var graph = context.Flow;
        foreach (var function in graph.OfKind(FlowNodeKind.Function))
        {
            List<FlowEdge> triggers = [.. graph.To(function).Where(edge => edge.Kind is not FlowEdgeKind.Routes)];
            List<PublishedEvent> granted = [.. graph.From(function).Where(edge => edge.Kind == FlowEdgeKind.Publishes).SelectMany(edge => edge.Events)];
            foreach (var (trigger, declared) in triggers.SelectMany(trigger => (trigger.Causes ?? []).Select(declared => (trigger, declared))))
            {
                if (!granted.Exists(published => published.DetailType is null || Glob.Of(published.DetailType).Matches(declared)))
                {
                    yield return new(trigger.Via ?? function.Id, $"It declares that {FlowText.Title(function)} publishes {declared}, which its role doesn't allow.");
                }
            }

            if (triggers.Count > 0 && triggers.TrueForAll(trigger => trigger.Causes is not null))
            {
                List<string> declared = [.. triggers.SelectMany(trigger => trigger.Causes!)];
                foreach (var name in granted.Select(published => published.DetailType).OfType<string>().Where(name => !declared.Exists(Glob.Of(name).Matches)).Distinct())
                {
                    yield return new(function.Id, $"Its role allows it to publish {name}, which none of its triggers declares.");
                }
            }
        }
    }
}

namespace SensorWatch.Operate.Tracing;

/// <summary>What became of an event, and what led to it, out of the logs; the JSON of <c>trace</c>.</summary>
internal sealed record EventStory
{
    /// <summary>What was asked for.</summary>
    public required string EventId { get; init; }

    /// <summary>What all of it belongs to.</summary>
    public required string CorrelationId { get; init; }

    /// <summary>Each event before those that it led to.</summary>
    public required IReadOnlyList<StoryEvent> Events { get; init; }

    /// <summary>Lines that belong to the whole and not to one event.</summary>
    public required IReadOnlyList<LogLine> Lines { get; init; }

    public int Errors => AllLines.Count(line => line.IsError);

    private IEnumerable<LogLine> AllLines => Events.SelectMany(story => story.Lines).Concat(Lines).Distinct();

    /// <summary>Puts lines into their events; pure.</summary>
    /// <param name="eventId">What was asked for.</param>
    /// <param name="correlationId">What all of it belongs to.</param>
    /// <param name="lines">All lines of that correlation id, and failures of the invocations that wrote them; a line may be among them twice.</param>
    public static EventStory Of(string eventId, string correlationId, IEnumerable<LogLine> lines)
    {
        var ordered = lines.DistinctBy(line => (line.Function, line.Time, line.RequestId, line.Text, string.Join(' ', line.EventIds))).OrderBy(line => line.Time).ToList();
        var named = ordered.Where(line => line.EventIds.Count > 0).ToList();
        var inRequest = named
            .Where(line => line.RequestId is not null)
            .SelectMany(line => line.EventIds.Select(id => (Request: (line.Function, line.RequestId), Id: id)))
            .ToLookup(pair => pair.Request, pair => pair.Id);
        var ofEvent = named.SelectMany(line => line.EventIds).Distinct(StringComparer.Ordinal).ToDictionary(id => id, _ => new List<LogLine>(), StringComparer.Ordinal);
        var others = new List<LogLine>();
        foreach (var line in ordered)
        {
            List<string> ids = line.EventIds.Count > 0 ? [.. line.EventIds] : [.. inRequest[(line.Function, line.RequestId)].Distinct()];
            if (line.EventIds.Count == 0 && ids.Count != 1)
            {
                ids = ofEvent.Count == 1 ? [.. ofEvent.Keys] : [];
            }

            (ids.Count > 0 ? ids.Select(id => ofEvent[id]) : [others]).ToList().ForEach(list => list.Add(line));
        }

        return new() { EventId = eventId, CorrelationId = correlationId, Events = InOrder([.. ofEvent.Select(pair => ToEvent(pair.Key, pair.Value))]), Lines = others };
    }

    private static StoryEvent ToEvent(string id, IReadOnlyList<LogLine> lines) => new()
    {
        EventId = id,
        DetailType = lines.Select(line => line.EventIds.Contains(id) ? line.DetailType : null).FirstOrDefault(type => type is not null),
        CausationId = lines.Select(line => line.EventIds.Contains(id) ? line.CausationId : null).FirstOrDefault(cause => cause is not null),
        Lines = lines,
    };

    /// <summary>Each cause before its effects, with its depth; a cause that no line names counts as outside.</summary>
    private static IReadOnlyList<StoryEvent> InOrder(IReadOnlyList<StoryEvent> events)
    {
        var known = events.Select(story => story.EventId).ToHashSet(StringComparer.Ordinal);
        var effects = events.ToLookup(story => story.CausationId is { } cause && known.Contains(cause) && cause != story.EventId ? cause : "", StringComparer.Ordinal);
        var ordered = new List<StoryEvent>();
        Add("", 0);

        // Events that name each other as their cause hang from nowhere; they are shown all the same.
        return [.. ordered, .. events.ExceptBy(ordered.Select(story => story.EventId), story => story.EventId)];

        void Add(string cause, int depth)
        {
            foreach (var story in effects[cause].OrderBy(story => story.Lines[0].Time))
            {
                ordered.Add(story with { Depth = depth });
                Add(story.EventId, depth + 1);
            }
        }
    }
}

/// <summary>An event of a story.</summary>
internal sealed record StoryEvent
{
    public required string EventId { get; init; }

    /// <summary>Null when no line says.</summary>
    public string? DetailType { get; init; }

    /// <summary>The event that led to it; null when the cause came from outside, or no line says.</summary>
    public string? CausationId { get; init; }

    /// <summary>How many events of this story stand between it and the outside.</summary>
    public int Depth { get; init; }

    public required IReadOnlyList<LogLine> Lines { get; init; }
}

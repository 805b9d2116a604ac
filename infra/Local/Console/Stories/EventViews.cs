using System.Text.Json;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Flow;

namespace SensorWatch.Local.Console.Stories;

/// <summary>Events and their stories: <c>GET events</c>, <c>detailTypes</c>, <c>story/STEPID</c>, <c>events/ID/rules</c>.</summary>
internal sealed class EventViews
{
    private const int DefaultLimit = 50;
    private const int MaximumLimit = 500;

    private readonly FactStore _store;
    private readonly ConsoleGraph _graph;
    private readonly EventRules _rules;
    private readonly StoryBuilder _stories;

    public EventViews(ConsoleServices services, ConsoleGraph graph)
    {
        _store = services.Facts;
        (_graph, _rules) = (graph, new(services, graph));
        var deadLetterQueues = graph.Graph.OfKind(FlowNodeKind.DeadLetterQueue).Select(node => node.Id).ToHashSet();
        _stories = new(graph.Label, node => node is not null && deadLetterQueues.Contains(node));
    }

    public IEnumerable<ConsoleRoute> Routes() =>
    [
        ConsoleRoute.Get("events", Find),
        ConsoleRoute.Get("events/{id}/rules", call => _rules.Explain(Published(call.Parameter("id")))),
        ConsoleRoute.Get("detailTypes", _ => DetailTypes()),
        ConsoleRoute.Get("story/{step}", call => Story(call.Parameter("step"))),
    ];

    /// <summary>The story of a step.</summary>
    /// <param name="step">Its id, with or without its kind.</param>
    /// <exception cref="Endpoint.AwsException">Nothing is known of it.</exception>
    public Story Story(string step) => _store.Read(connection => _stories.Tell(connection, step)) ?? throw ConsoleErrors.Unknown(
        $"The id of an event, a message, a request or an invocation is expected, and nothing is known of '{step}'. The newest {FactStore.MaximumFacts:N0} facts are kept.");

    private EventPage Find(ConsoleCall call)
    {
        var query = new EventQuery
        {
            Text = call.Text("text"),
            DetailType = call.Text("detailType"),
            Source = call.Text("source"),
            Bus = call.Text("bus"),
            From = call.Time("from"),
            To = call.Time("to"),
            FailedOnly = call.Text("failed") == "true",
            Before = call.Number("before"),
            Limit = call.Limit(DefaultLimit, MaximumLimit),
        };
        return _store.Read(connection =>
        {
            var events = (query with { Limit = query.Limit + 1 }).Run(connection);
            List<EventRow> rows = [.. events.Take(query.Limit).Select(EventRow.Of)];
            return new EventPage(EventQuery.Count(connection), rows, events.Count > query.Limit ? rows[^1].Seq : null);
        });
    }

    private SortedSet<string> DetailTypes()
    {
        var declared = _graph.Graph.Edges.SelectMany(edge => edge.Events).Select(published => published.DetailType).OfType<string>()
            .Where(type => !type.AsSpan().ContainsAny('*', '?'));
        return new(_store.Read(EventQuery.DetailTypes).Concat(declared), StringComparer.Ordinal);
    }

    /// <summary>How an event came on each of its buses.</summary>
    private List<Fact> Published(string id)
    {
        var published = _store.Read(connection =>
        {
            using var reader = new FactReader(connection);
            return reader.FactsOf(StepId.Event(StepId.KeyOf(id))).Where(fact => fact.Kind == FactKind.Published).ToList();
        });
        return published.Count > 0 ? published : throw ConsoleErrors.Unknown(
            $"The id of an event is expected, and there is no event '{id}' among those that are kept.");
    }
}

/// <summary>Found events.</summary>
/// <param name="Total">How many are kept in all.</param>
/// <param name="Events">The newest first.</param>
/// <param name="Next">For <c>before=</c>; null when there are no more.</param>
internal sealed record EventPage(long Total, IReadOnlyList<EventRow> Events, long? Next);

/// <summary>An event in a list.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Id">Its id.</param>
/// <param name="StepId">Leads to its story.</param>
/// <param name="Time">When it was put on the bus.</param>
/// <param name="Bus">The bus's name.</param>
/// <param name="Source">Its <c>source</c>.</param>
/// <param name="DetailType">Its <c>detail-type</c>.</param>
/// <param name="Summary">The beginning of its detail, without the metadata.</param>
/// <param name="Rules">How many rules it matched.</param>
/// <param name="Failed">Something failed in its story.</param>
internal sealed record EventRow(
    long Seq, string Id, string StepId, DateTimeOffset Time, string Bus, string Source, string DetailType, string Summary, int Rules, bool Failed)
{
    private const int MaximumSummary = 160;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 128 };

    public static EventRow Of(FoundEvent found) => new(
        found.Sequence,
        found.Id,
        Tracing.StepId.Event(found.Id),
        found.Time,
        found.Bus,
        found.Source,
        found.DetailType,
        Summarize(found.Text),
        found.Rules,
        found.Failed);

    /// <summary>What it is about: its detail, and of a detail with metadata and one other member that member.</summary>
    private static string Summarize(string text)
    {
        using var document = JsonDocument.Parse(text, Deep);
        var detail = document.RootElement.GetProperty("detail");
        if (detail.ValueKind == JsonValueKind.Object
            && detail.EnumerateObject().Where(member => !member.NameEquals("metadata")).ToList() is [var only]
            && detail.TryGetProperty("metadata", out _))
        {
            detail = only.Value;
        }

        var summary = detail.GetRawText();
        return summary.Length <= MaximumSummary ? summary : $"{summary[..(MaximumSummary - 1)]}…";
    }
}

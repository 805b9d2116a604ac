using System.Globalization;
using SensorWatch.Local.Console.Invocations;
using SensorWatch.Local.Console.Stories;
using SensorWatch.Local.Queues;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Console.Messages;

/// <summary>The queues and what is in them: <c>GET queues</c> and <c>GET queues/{name}/messages</c>.</summary>
internal sealed class QueueViews(ConsoleServices services, ConsoleGraph graph, QueueRoles roles)
{
    private const int DefaultPage = 50;
    private const int MaximumPage = 500;

    private readonly FailureLogs _logs = new(services.Logs, services.Invocations);
    private readonly MessageFailures _failures = new(services.Facts);

    public IEnumerable<ConsoleRoute> Routes() =>
    [
        ConsoleRoute.Get("queues", _ => new { Queues = List() }),
        ConsoleRoute.Get("queues/{name}/messages", call => Messages(call)),
    ];

    /// <summary>The queue with that name.</summary>
    /// <exception cref="Endpoint.AwsException">There is none.</exception>
    public Queue Find(string name) => services.Queues.FindByName(name) is { } resource
        ? services.Queues.Get(resource.Arn)
        : throw ConsoleErrors.NotFound("queue", name, services.Queues.Queues.Select(queue => queue.Name));

    /// <summary>Dead-letter queues that hold something first: somebody must do something there.</summary>
    private List<QueueView> List()
    {
        var depths = QueueDepth.ReadAll(services.Database, services.Queues, services.Clock.GetUtcNow());
        return
        [
            .. services.Queues.Queues.Select(queue => View(queue, depths[queue.Arn]))
                .OrderByDescending(queue => queue.DeadLetter && queue.Visible + queue.InFlight > 0)
                .ThenBy(queue => queue.DeadLetter)
                .ThenBy(queue => queue.Label, StringComparer.Ordinal),
        ];
    }

    private QueueView View(QueueResource queue, QueueDepth depth) => new()
    {
        Node = queue.Resource.Path,
        Name = queue.Name,
        Label = graph.Label(queue.Resource.Path),
        DeadLetter = roles.IsDeadLetterQueue(queue),
        Sources = [.. roles.SourcesOf(queue).Select(source => new NamedPart(source.PhysicalName ?? source.Name, graph.Label(source.Id)))],
        RedriveTargets = [.. roles.RedriveTargetsOf(queue).Select(graph.Label)],
        Visible = depth.Visible,
        InFlight = depth.InFlight,
        Delayed = depth.Delayed,
        OldestMs = depth.OldestMs,
        Consumers = [.. roles.ConsumersOf(queue.Arn).Select(function => graph.Label(function.Arn))],
        VisibilityTimeoutMs = queue.VisibilityTimeout * 1_000L,
        MaxReceiveCount = queue.RedrivePolicy?.MaxReceiveCount,
    };

    private object Messages(ConsoleCall call)
    {
        var queue = Find(call.Parameter("name"));
        var limit = call.Limit(DefaultPage, MaximumPage);
        var search = new MessageSearch { After = call.Number("after") ?? 0, Text = call.Text("text") };
        var now = services.Clock.GetUtcNow();
        var (messages, total) = services.Database.Run(connection =>
            (search.Find(connection, queue, now, limit + 1), (search with { After = 0 }).Count(connection, queue, now)));
        var page = messages.Take(limit).ToList();
        var explain = Explainer();
        return new
        {
            Messages = page.ConvertAll(message => explain(message, MessageView.Of(message, now))),
            Next = messages.Count > limit ? page[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null,
            Total = total,
        };
    }

    /// <summary>Adds why a message is in a dead-letter queue; each function's log is read once.</summary>
    private Func<StoredMessage, MessageView, MessageView> Explainer()
    {
        var searches = new Dictionary<FunctionResource, Func<MessageView, (string Message, string? RequestId, IReadOnlyList<LogLine> Lines)?>>();
        return (message, view) => message.Source is { } source
            ? view with { Reason = Exhausted(source, view, function => searches.TryGetValue(function, out var search) ? search : searches[function] = _logs.For(function)) }
            : view with { Reason = DeadLetterReason.Of(message, view.Attributes) };
    }

    private DeadLetterReason Exhausted(
        string source,
        MessageView view,
        Func<FunctionResource, Func<MessageView, (string Message, string? RequestId, IReadOnlyList<LogLine> Lines)?>> searchIn)
    {
        var times = view.ReceiveCount == 1 ? "once" : $"{view.ReceiveCount} times";
        var received = $"It was received {times} from {graph.Label(source)} and never deleted";
        if (roles.ConsumersOf(source) is not [var consumer, ..])
        {
            return new(DeadLetterReason.MaximumReceives, $"{received}.");
        }

        var label = graph.Label(consumer.Arn);
        var failure = _failures.WhyHere(view.Id);
        if (failure is { Code: not StepAttempts.BatchItemFailure })
        {
            return new(DeadLetterReason.MaximumReceives, $"{received}. {label}: {failure.Message}") { Invocation = failure.Invocation };
        }

        return searchIn(consumer)(view) is not var (message, requestId, lines)
            ? new(DeadLetterReason.MaximumReceives, $"{received}: {label} did not handle it, and logged nothing about it.") { Invocation = failure?.Invocation }
            : new(DeadLetterReason.MaximumReceives, $"{received}. {label}: {message}")
            {
                Invocation = failure?.Invocation ?? (requestId is null ? null : RecentInvocation.StepIdOf(requestId)),
                Logs = lines,
            };
    }
}

using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Console.Stories;

/// <summary>How a step stands, and why.</summary>
/// <param name="Status">See <see cref="StoryStep.Status"/>.</param>
/// <param name="Note">For people; null when there is nothing to say.</param>
/// <param name="EndTime">When it was over; null while it isn't.</param>
internal sealed record StepStatus(string Status, string? Note = null, DateTimeOffset? EndTime = null)
{
    private const string Ok = "ok";
    private const string Failed = "failed";
    private const string Waiting = "waiting";
    private const string Running = "running";
    private const string Dead = "dead";
    private const string Dropped = "dropped";

    /// <summary>Judges a step.</summary>
    /// <param name="node">The step in its tree.</param>
    /// <param name="attempts">The calls for it.</param>
    /// <param name="isDeadLetterQueue">Whether a node is one.</param>
    public static StepStatus Of(StoryNode node, IReadOnlyList<StoryAttempt> attempts, Predicate<string?> isDeadLetterQueue) => node.Step.Kind switch
    {
        "request" => OfRequest(node.Step),
        "event" => OfEvent(node),
        "message" => OfMessage(node, attempts, isDeadLetterQueue),
        "invocation" => OfInvocation(node, attempts),
        "notification" when (string?)node.Step.First(FactKind.Notified)?.Data?["problems"] is { } problems => new(Failed, problems),
        _ => new(Ok),
    };

    /// <summary>An error in one line; null without one.</summary>
    public static string? Describe(StoryAttempt? attempt) => attempt switch
    {
        { Status: "throttled" } => "throttled: all environments that the function may have were busy",
        { Status: "error" or "timeout", ErrorType: null, ErrorMessage: null } => attempt.Status,
        { Status: "error" or "timeout" } => string.Join(": ", new[] { attempt.ErrorType, attempt.ErrorMessage }.OfType<string>()),
        _ => null,
    };

    private static StepStatus OfRequest(TracedStep request) => request.Last(FactKind.Responded) is not { } responded ? new(Running)
        : new((int?)responded.Data?["status"] >= 400 ? Failed : Ok, null, responded.Time);

    private static StepStatus OfEvent(StoryNode node)
    {
        var facts = node.Step.Facts;
        if (node.Step.Last(FactKind.Undelivered) is { Data: { } problem })
        {
            var saved = (bool?)problem["saved"] == true ? "It is in the target's dead-letter queue." : "It is lost for this target.";
            return new(Failed, $"It did not reach {problem["target"]}: {problem["code"]}, {problem["message"]} {saved}");
        }

        if (facts[^1] is { Kind: FactKind.Postponed, Data: { } postponed })
        {
            return new(Waiting, $"It did not reach {postponed["target"]}: {postponed["code"]}, {postponed["message"]} The next attempt is at {postponed["next"]}.");
        }

        var published = facts.Where(fact => fact.Kind == FactKind.Published).ToList();
        return published.Count == 0 || published.Exists(fact => fact.Data?["rules"]?.AsArray().Count > 0) ? new(Ok)
            : new(Dropped, published[0].Node is null ? $"There is no event bus {published[0].Data?["bus"]}." : $"No rule of the bus {published[0].Data?["bus"]} matched it.");
    }

    private static StepStatus OfMessage(StoryNode node, IReadOnlyList<StoryAttempt> attempts, Predicate<string?> isDeadLetterQueue)
    {
        var last = node.Step.Facts.Last(fact => fact.Kind is FactKind.Sent or FactKind.Handled or FactKind.Returned or FactKind.DeadLettered);
        var error = attempts.Select(Describe).LastOrDefault(described => described is not null);
        var redriven = node.Children.Exists(child => child.Step.Kind == "message") ? " It was redriven." : "";
        return last.Kind switch
        {
            FactKind.DeadLettered => new(Dead, $"Dead after {last.Data?["receives"]} receives. {error ?? "It was received and not deleted each time."}{redriven}", last.Time),
            FactKind.Handled => new(Ok, attempts.Count > 0 ? null : "Deleted without a call: by who received it, or because no filter of its mapping takes it.", last.Time),
            _ when attempts.Any(attempt => attempt.Status == "running") => new(Running),
            FactKind.Returned => new(Waiting, $"It comes again. {error}"),
            _ when isDeadLetterQueue(last.Node) => new(Dead, $"{ReasonAbove(node)}{redriven}", last.Time),
            _ => new(Waiting, "It waits in the queue."),
        };
    }

    /// <summary>Why something was sent to a dead-letter queue: the event could not be delivered, or the call was given up.</summary>
    private static string ReasonAbove(StoryNode node) => node.Parent is not { } above ? "It is in a dead-letter queue."
        : above.Step.Last(FactKind.Undelivered) is { Data: { } problem } ? $"{problem["code"]}: {problem["message"]}"
        : StepAttempts.Of(above.Attempts, null).Select(Describe).LastOrDefault() ?? "It is in a dead-letter queue.";

    private static StepStatus OfInvocation(StoryNode node, IReadOnlyList<StoryAttempt> attempts)
    {
        if (attempts is not [.., var last])
        {
            return new(Waiting, "Lambda has accepted it and not called the function yet.");
        }

        var isAsynchronous = node.Step.First(FactKind.Accepted) is not null;
        return last.Status switch
        {
            "running" => new(Running),
            "ok" => new(Ok, null, last.EndTime),
            _ when isAsynchronous && node.Step.Last(FactKind.Concluded) is null => new(Waiting, $"It is tried again. {Describe(last)}"),
            _ when isAsynchronous => new(Failed, $"It was given up: {node.Step.Last(FactKind.Concluded)!.Data?["condition"]}. {Describe(last)}", last.EndTime),
            _ => new(Failed, Describe(last), last.EndTime),
        };
    }
}

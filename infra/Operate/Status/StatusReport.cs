using SensorWatch.Operate.Aws;
using SensorWatch.Operate.Environments;

namespace SensorWatch.Operate.Status;

/// <summary>How an environment is; the JSON of <c>status</c>.</summary>
internal sealed record StatusReport
{
    public required string Environment { get; init; }

    /// <summary>Nothing needs a person.</summary>
    public bool Well => Attention.Count == 0;

    /// <summary>What needs a person, one line each, and what to do about it.</summary>
    public required IReadOnlyList<string> Attention { get; init; }

    /// <summary>The dead-letter queues that hold something first.</summary>
    public required IReadOnlyList<QueueStatus> Queues { get; init; }

    public required IReadOnlyList<MappingStatus> Mappings { get; init; }

    public required IReadOnlyList<RuleStatus> Rules { get; init; }

    /// <summary>Those that run.</summary>
    public required IReadOnlyList<ReplayStatus> Replays { get; init; }

    /// <summary>Makes the report; pure.</summary>
    /// <param name="system">What the environment consists of.</param>
    /// <param name="replays">Its bus's replays.</param>
    public static StatusReport Of(DeployedSystem system, IReadOnlyList<Replay> replays)
    {
        var deadLetters = system.DeadLetterQueues.Select(queue => queue.Queue.Arn).ToHashSet(StringComparer.Ordinal);
        var queues = system.Queues
            .Select(queue => new QueueStatus(queue.ShortName, queue.Name, deadLetters.Contains(queue.Arn), queue.Depth, queue.InFlight, queue.Delayed))
            .OrderByDescending(queue => queue is { DeadLetters: true, Messages: > 0 })
            .ThenBy(queue => queue.DeadLetters)
            .ThenBy(queue => queue.Queue, StringComparer.Ordinal)
            .ToList();
        var functions = system.Functions.ToDictionary(function => function.Arn, function => function.Title, StringComparer.Ordinal);
        var mappings = system.Mappings
            .Select(mapping => new MappingStatus(
                functions.GetValueOrDefault(mapping.FunctionArn, mapping.FunctionArn), SourceName(system.Environment, mapping.SourceArn), mapping.State, mapping.Reason, mapping.LastResult, mapping.Id))
            .OrderBy(mapping => mapping.Function, StringComparer.Ordinal)
            .ToList();
        var rules = system.Rules.Select(rule => new RuleStatus(system.Environment.ShortName(rule.Name), rule.Name, rule.BusName, rule.State)).ToList();
        return new()
        {
            Environment = system.Environment.Name,
            Attention = [.. queues.Select(Attend).Concat(mappings.Select(Attend)).Concat(rules.Select(Attend)).OfType<string>()],
            Queues = queues,
            Mappings = mappings,
            Rules = rules,
            Replays = [.. replays.Where(replay => replay.IsRunning).Select(replay => new ReplayStatus(replay.Name, replay.State, replay.From, replay.To, replay.LastReplayed))],
        };
    }

    /// <summary><c>arn:…:table/NAME/stream/…</c>, or an ARN that ends in a queue's name.</summary>
    private static string SourceName(SystemEnvironment environment, string arn) => arn.Split('/') is [_, var table, "stream", ..]
        ? $"{environment.ShortName(table)} stream"
        : environment.ShortName(arn[(arn.LastIndexOf(':') + 1)..]);

    private static string? Attend(QueueStatus queue) => queue is { DeadLetters: true, Messages: > 0 }
        ? $"{queue.Queue} holds {queue.Messages} {(queue.Messages == 1 ? "message" : "messages")} that failed: dlq peek {queue.Queue}"
        : null;

    private static string? Attend(MappingStatus mapping) => mapping switch
    {
        { State: "Enabled", LastResult: { } result } when result.StartsWith("PROBLEM", StringComparison.Ordinal) =>
            $"{mapping.Function} has trouble with {mapping.Source}: {result}",
        { State: "Enabled" or "Creating" or "Updating" or "Enabling" } => null,
        _ => $"{mapping.Function} takes nothing from {mapping.Source}: its mapping {mapping.Id} is {mapping.State} ({mapping.Reason}). "
            + $"If that is no longer wanted: aws lambda update-event-source-mapping --uuid {mapping.Id} --enabled",
    };

    private static string? Attend(RuleStatus rule) => rule.State == "DISABLED"
        ? $"Rule {rule.Rule} is disabled, and its events pass by. If that is no longer wanted: aws events enable-rule --event-bus-name {rule.Bus} --name {rule.Name}"
        : null;
}

/// <param name="Queue">Its short name.</param>
/// <param name="Name">Its whole name.</param>
/// <param name="DeadLetters">Whether what failed waits there for a person.</param>
/// <param name="Depth">Messages that wait.</param>
/// <param name="InFlight">Messages that a consumer has.</param>
/// <param name="Delayed">Messages whose delay isn't over.</param>
internal sealed record QueueStatus(string Queue, string Name, bool DeadLetters, int Depth, int InFlight, int Delayed)
{
    internal int Messages => Depth + InFlight + Delayed;
}

/// <param name="Function">The function's handler.</param>
/// <param name="Source">The queue, or the table and <c>stream</c>.</param>
/// <param name="State">Lambda's word: <c>Enabled</c>, …</param>
/// <param name="Reason">Why it is so.</param>
/// <param name="LastResult">Of a stream: how the last batch went.</param>
/// <param name="Id">The mapping's UUID.</param>
internal sealed record MappingStatus(string Function, string Source, string State, string? Reason, string? LastResult, string Id);

/// <param name="Rule">Its short name.</param>
/// <param name="Name">Its whole name.</param>
/// <param name="Bus">The bus's name.</param>
/// <param name="State">EventBridge's word: <c>ENABLED</c>, …</param>
internal sealed record RuleStatus(string Rule, string Name, string Bus, string State);

/// <param name="Replay">Its name.</param>
/// <param name="State">EventBridge's word: <c>RUNNING</c>, …</param>
/// <param name="From">Events since then.</param>
/// <param name="To">Events until then.</param>
/// <param name="LastReplayed">Time of the event that was sent last.</param>
internal sealed record ReplayStatus(string Replay, string State, DateTimeOffset From, DateTimeOffset To, DateTimeOffset? LastReplayed);

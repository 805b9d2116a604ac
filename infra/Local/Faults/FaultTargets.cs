using SensorWatch.Local.Hosting;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Faults;

/// <summary>Where a fault strikes, by the names of the deployment.</summary>
/// <param name="Function">Name of the function; null for any.</param>
/// <param name="Source">ARN of the queue, stream, rule or schedule, or id of the API, at which the edge begins; null for any.</param>
/// <param name="Service">The service that the function calls; null when invocations or deliveries are meant.</param>
/// <param name="Operation">The service's operation; null for any.</param>
internal sealed record FaultTarget(string? Function, string? Source, string? Service, string? Operation)
{
    /// <summary>ARN of the target of the rule or schedule; null when no such edge is meant.</summary>
    public string? Receiver { get; init; }
}

/// <summary>
/// Finds what a fault names. Functions go by their label or name; they, and queues, tables, APIs, rules, schedules and
/// what these deliver to, also by their name, logical id, or the end of their construct path.
/// </summary>
internal sealed class FaultTargets
{
    private const string Arrow = "->";

    private static readonly string[] Services = ["dynamodb", "events", "lambda", "logs", "s3", "sns", "sqs"];

    private readonly List<Named> _functions;
    private readonly List<Named> _sources;
    private readonly IReadOnlyList<DeliveryEdge> _deliveries;

    public FaultTargets(Deployment deployment)
    {
        var labels = FunctionLabels.Of(deployment.Functions);
        _functions = [.. deployment.Functions.Select(function => new Named([labels[function.Name], function.Name], function.Resource, function.Name))];
        _sources =
        [
            .. deployment.Queues.Select(queue => new Named([queue.Name], queue.Resource, queue.Arn)),
            .. deployment.Tables.Where(table => table.StreamArn is not null).Select(table => new Named([table.Name], table.Resource, table.StreamArn!)),
            .. deployment.HttpApis.Select(api => new Named([api.Name], api.Resource, api.ApiId)),
        ];
        _deliveries = DeliveryEdges.Of(deployment, labels);
    }

    /// <exception cref="FormatException">There is no such thing, or this kind of fault can't strike it; the message lists what there is.</exception>
    public FaultTarget Find(Fault fault)
    {
        var target = fault.Target.Split(Arrow, StringSplitOptions.TrimEntries) switch
        {
            [var function] => new FaultTarget(Function(function), null, null, null),
            [var from, var to] => Edge(from, to),
            _ => throw new FormatException($"A function, FROM->FUNCTION, RULE->TARGET or FUNCTION->SERVICE is expected, and '{fault.Target}' came."),
        };
        if (WhyNot(fault.Kind, target) is { } reason)
        {
            throw new FormatException($"'{fault}': {reason}");
        }

        return target;
    }

    /// <summary>What has no meaning on AWS either.</summary>
    private static string? WhyNot(FaultKind kind, FaultTarget target) => kind switch
    {
        FaultKind.Crash when target.Receiver is not null =>
            "nothing runs between a rule or schedule and its target that could crash; delay, error, throttle and duplicate can strike there.",
        FaultKind.Reorder when target.Receiver is not null =>
            "EventBridge promises no order, and a queue gives none: name the queue, as QUEUE->FUNCTION; delay, error, throttle and duplicate can strike here.",
        FaultKind.Crash when target.Service is not null => "a service does not crash here; error and throttle are what callers see of it.",
        FaultKind.Duplicate or FaultKind.Reorder when target.Service is not null => "a call is not delivered; delay, error and throttle can strike it.",
        FaultKind.Reorder when target.Source?.Split(':') is not [_, _, "sqs", ..] => "only a queue delivers in another order: name one, as QUEUE->FUNCTION.",
        FaultKind.Duplicate when target.Source is { } source && !source.StartsWith("arn:", StringComparison.Ordinal) => "an API invokes its function once.",
        _ => null,
    };

    private static string List(IEnumerable<Named> things) => string.Join(", ", things.Select(thing => thing.Label).Distinct());

    private FaultTarget Edge(string begin, string end)
    {
        List<(FaultTarget Target, string Is)> found =
        [
            .. from call in Calls(begin, end)
               select (call, $"the calls of the function {begin}"),
            .. from source in _sources
               where source.Is(begin)
               from function in FunctionsOf(end)
               select (new FaultTarget(function?.Id, source.Id, null, null), $"{source.Path}{Arrow}{function?.Path ?? end}"),
            .. from edge in _deliveries
               where edge.Source.Is(begin) && edge.Target.Is(end)
               select (new FaultTarget(null, edge.Source.Id, null, null) { Receiver = edge.Target.Id }, $"{edge.Source.Path}{Arrow}{edge.Target.Path}"),
        ];
        return found switch
        {
            [var only] => only.Target,
            [] => throw Missing(begin, end),
            _ => throw new FormatException(
                $"'{begin}{Arrow}{end}' is more than one: {string.Join(", ", found.Select(candidate => candidate.Is))}. Name more of the construct paths."),
        };
    }

    /// <summary>The calls of a function, if that is what is named.</summary>
    private IEnumerable<FaultTarget> Calls(string begin, string end) => end.Split(':') is [var service, .. var rest] && Services.Contains(service)
        ? FunctionsOf(begin).Select(function => new FaultTarget(function?.Id, null, service, rest is [var operation] ? operation : null))
        : [];

    private FormatException Missing(string begin, string end)
    {
        List<DeliveryEdge> begun = [.. _deliveries.Where(edge => edge.Source.Is(begin))];
        return Services.Contains(end.Split(':')[0]) && begun.Count == 0 ? NoFunction(begin)
            : begun.Count > 0 ? new($"{begin} has no target '{end}'. It has: {List(begun.Select(edge => edge.Target))}.")
            : !_sources.Exists(source => source.Is(begin)) ? new(
                $"There is no queue, table with a stream, API, rule or schedule '{begin}'. There are: "
                + $"{List(_sources.Concat(_deliveries.Select(edge => edge.Source)))}; the last part of a construct path does too.")
            : NoFunction(end);
    }

    private FormatException NoFunction(string name) => new($"There is no function '{name}'. There are: {List(_functions)}; * stands for any.");

    private string? Function(string name) => FunctionsOf(name) switch
    {
        [var only] => only?.Id,
        [] => throw NoFunction(name),
        var several => throw new FormatException(
            $"There is more than one function '{name}': {string.Join(", ", several.Select(function => function!.Path))}. Name more of the construct path."),
    };

    /// <summary>The functions of a name; one null for any function.</summary>
    private IReadOnlyList<Named?> FunctionsOf(string name) => name == "*" ? [null] : [.. _functions.Where(function => function.Is(name))];
}

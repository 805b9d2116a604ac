using SensorWatch.Local.Hosting;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Faults;

/// <summary>Where a fault strikes, by the names of the deployment.</summary>
/// <param name="Function">Name of the function; null for any.</param>
/// <param name="Source">ARN of the queue or stream, or id of the API, from which invocations come; null for any.</param>
/// <param name="Service">The service that the function calls; null when invocations are meant.</param>
/// <param name="Operation">The service's operation; null for any.</param>
internal sealed record FaultTarget(string? Function, string? Source, string? Service, string? Operation);

/// <summary>Finds what a fault names. Functions go by their label or name, queues, tables and APIs by their name or logical id.</summary>
internal sealed class FaultTargets(Deployment deployment)
{
    private const string Arrow = "->";

    private static readonly string[] Services = ["dynamodb", "events", "lambda", "logs", "s3", "sns", "sqs"];

    private readonly IReadOnlyDictionary<string, string> _labels = FunctionLabels.Of(deployment.Functions);

    /// <exception cref="FormatException">There is no such thing, or this kind of fault can't strike it; the message lists what there is.</exception>
    public FaultTarget Find(Fault fault)
    {
        var target = fault.Target.Split(Arrow, StringSplitOptions.TrimEntries) switch
        {
            [var function] => new FaultTarget(Function(function), null, null, null),
            [var from, var to] when Services.Contains(to.Split(':')[0]) => new(Function(from), null, to.Split(':')[0], to.Split(':') is [_, var operation] ? operation : null),
            [var from, var to] => new(Function(to), Source(from), null, null),
            _ => throw new FormatException($"A function, FROM->FUNCTION or FUNCTION->SERVICE is expected, and '{fault.Target}' came."),
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
        FaultKind.Crash when target.Service is not null => "a service does not crash here; error and throttle are what callers see of it.",
        FaultKind.Duplicate or FaultKind.Reorder when target.Service is not null => "a call is not delivered; delay, error and throttle can strike it.",
        FaultKind.Reorder when target.Source?.Split(':') is not [_, _, "sqs", ..] => "only a queue delivers in another order: name one, as QUEUE->FUNCTION.",
        FaultKind.Duplicate when target.Source is { } source && !source.StartsWith("arn:", StringComparison.Ordinal) => "an API invokes its function once.",
        _ => null,
    };

    private string? Function(string name) => name == "*" ? null
        : deployment.Functions.FirstOrDefault(function => name == function.Name || name == _labels[function.Name] || name == function.Resource.LogicalId)?.Name
            ?? throw new FormatException($"There is no function '{name}'. There are: {string.Join(", ", _labels.Values)}; * stands for any.");

    private string Source(string name)
    {
        List<(string Name, Resource Resource, string Id)> sources =
        [
            .. deployment.Queues.Select(queue => (queue.Name, queue.Resource, queue.Arn)),
            .. deployment.Tables.Where(table => table.StreamArn is not null).Select(table => (table.Name, table.Resource, table.StreamArn!)),
            .. deployment.HttpApis.Select(api => (api.Name, api.Resource, api.ApiId)),
        ];
        var found = sources.Where(source => name == source.Name || name == source.Resource.LogicalId || IsAt(source.Resource.Path, name)).ToList();
        return found is [var only]
            ? only.Id
            : throw new FormatException(
                $"{(found.Count == 0 ? "There is no" : "There is more than one")} queue, table with a stream, or API '{name}'. There are: "
                + $"{string.Join(", ", sources.Select(source => source.Name))}; the last part of a construct path does too.");
    }

    private static bool IsAt(string path, string name) =>
        path.EndsWith($"/{name}", StringComparison.Ordinal) || path.EndsWith($"/{name}/Resource", StringComparison.Ordinal);
}

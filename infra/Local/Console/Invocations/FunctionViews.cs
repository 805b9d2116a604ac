using System.Text.Json.Nodes;
using SensorWatch.Local.Logs;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Console.Invocations;

/// <summary>The functions: <c>GET functions</c>, <c>GET functions/{name}</c> and <c>GET functions/{name}/logs</c>.</summary>
/// <param name="services">The services.</param>
/// <param name="graph">Names.</param>
/// <param name="examples">What a function's sources would send it.</param>
internal sealed class FunctionViews(ConsoleServices services, ConsoleGraph graph, Func<FunctionResource, IReadOnlyList<NamedPayload>> examples)
{
    private const int MaximumInvocations = 50;
    private const int DefaultLines = 200;
    private const int MaximumLines = 2_000;

    public IEnumerable<ConsoleRoute> Routes() =>
    [
        ConsoleRoute.Get("functions", _ => new JsonObject
        {
            ["functions"] = new JsonArray([.. services.Deployment.Functions.Select(function =>
            {
                var summary = Summary(function);
                summary["environments"] = services.Functions.EnvironmentsOf(function.Name).Count;
                return summary;
            })]),
        }),
        ConsoleRoute.Get("functions/{name}", call => Detail(Find(call.Parameter("name")))),
        ConsoleRoute.Get("functions/{name}/logs", Logs),
    ];

    /// <summary>The function with that name.</summary>
    /// <exception cref="Endpoint.AwsException">There is none.</exception>
    public FunctionResource Find(string name) =>
        services.Functions.Find(name) ?? throw ConsoleErrors.NotFound("function", name, services.Deployment.Functions.Select(function => function.Name));

    private JsonObject Summary(FunctionResource function)
    {
        var statistics = services.Functions.Statistics.Single(statistics => statistics.FunctionName == function.Name);
        var summary = new JsonObject
        {
            ["node"] = function.Resource.Path,
            ["name"] = function.Name,
            ["label"] = graph.Label(function.Arn),
            ["memoryMb"] = function.MemorySizeMegabytes,
            ["timeoutMs"] = function.TimeoutSeconds * 1_000L,
            ["busy"] = statistics.Busy,
            ["waiting"] = statistics.Waiting,
            ["invocations"] = statistics.Invocations,
            ["errors"] = statistics.Errors,
            ["throttles"] = statistics.Throttles,
            ["coldStarts"] = statistics.ColdStarts,
        };
        if (function.ReservedConcurrentExecutions is { } reserved)
        {
            summary["reserved"] = reserved;
        }

        return summary;
    }

    private JsonObject Detail(FunctionResource function)
    {
        var invocations = services.Invocations.Of(function.Name);
        var detail = Summary(function);
        detail["environments"] = ConsoleJson.ToNode(services.Functions.EnvironmentsOf(function.Name).Select(environment => new
        {
            environment.Id,
            State = environment.StateName,
            environment.ProcessId,
            SinceMs = Math.Round(environment.InState.TotalMilliseconds),
            environment.Invocations,
        }));
        detail["invocations"] = ConsoleJson.ToNode(invocations.Take(MaximumInvocations));
        detail["invocationCount"] = Summary(function)["invocations"]!.DeepClone();
        detail["durations"] = ConsoleJson.ToNode(InvocationDurations.Of(invocations));
        detail["mappings"] = ConsoleJson.ToNode(services.Mappings.All.Where(mapping => services.Deployment.FunctionOf(mapping) == function).Select(ToMapping));
        detail["examples"] = ConsoleJson.ToNode(examples(function));
        return detail;
    }

    private object ToMapping(EventSourceMappingResource mapping) => new
    {
        Uuid = mapping.Resource.PhysicalId,
        Source = graph.Label(mapping.EventSourceArn),
        State = services.Mappings.Describe(mapping.Resource.PhysicalId)!["State"]!.ToString(),
        mapping.BatchSize,
        WindowMs = mapping.MaximumBatchingWindowSeconds * 1_000L,
        mapping.MaximumConcurrency,
    };

    private object Logs(ConsoleCall call)
    {
        var function = Find(call.Parameter("name"));
        var limit = call.Limit(DefaultLines, MaximumLines);
        var events = services.Logs.Read(new()
        {
            GroupName = function.LogGroupName,
            RequestId = call.Text("requestId"),
            Containing = call.Text("text"),
            Before = call.Text("before") is { } before ? Place(before) : null,
            Descending = true,
            Limit = limit + 1,
        });
        List<LogEvent> page = [.. events.Take(limit).Reverse()];
        return new
        {
            Lines = page.ConvertAll(LogLine.Of),
            Next = events.Count > limit ? Text(LogPlace.Of(page[0])) : null,
        };
    }

    private static string Text(LogPlace place) => $"{place.Timestamp}-{place.Id}";

    private static LogPlace Place(string text) =>
        text.Split('-') is [var time, var id] && long.TryParse(time, out var timestamp) && long.TryParse(id, out var number)
            ? new(timestamp, number)
            : throw ConsoleErrors.Invalid($"before takes the 'next' of an earlier answer, and '{text}' came.");
}

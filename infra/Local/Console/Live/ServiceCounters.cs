using System.Text.Json.Nodes;
using SensorWatch.Local.Console.Messages;
using SensorWatch.Local.Functions;

namespace SensorWatch.Local.Console.Live;

/// <summary>What the services themselves can tell: queues' depths, functions' environments, alarms' states, archives' sizes, rules that are on.</summary>
internal sealed class ServiceCounters(ConsoleServices services) : ILiveCounters
{
    /// <inheritdoc/>
    public LiveTraffic Read() => new()
    {
        Nodes = new[] { Queues(), Functions(), Rules(), Alarms(), Archives() }.SelectMany(nodes => nodes).ToDictionary(node => node.Id, node => node.Counters),
    };

    private IEnumerable<(string Id, JsonObject Counters)> Queues()
    {
        var depths = QueueDepth.ReadAll(services.Database, services.Queues, services.Clock.GetUtcNow());
        foreach (var queue in services.Deployment.Queues)
        {
            var depth = depths[queue.Arn];
            var counters = new JsonObject { ["visible"] = depth.Visible, ["inFlight"] = depth.InFlight, ["delayed"] = depth.Delayed };
            if (depth.OldestMs is { } oldest)
            {
                counters["oldestMs"] = oldest;
            }

            yield return (queue.Resource.Path, counters);
        }
    }

    private IEnumerable<(string Id, JsonObject Counters)> Functions() =>
        from statistics in services.Functions.Statistics
        let function = services.Functions.Find(statistics.FunctionName)!
        select (function.Resource.Path, new JsonObject
        {
            ["environments"] = new JsonArray([.. services.Functions.EnvironmentsOf(function.Name).Select(ToJson)]),
            ["waiting"] = statistics.Waiting,
            ["coldStarts"] = statistics.ColdStarts,
            ["invocations"] = statistics.Invocations,
            ["errors"] = statistics.Errors,
            ["throttles"] = statistics.Throttles,
        });

    private IEnumerable<(string Id, JsonObject Counters)> Rules() => services.Deployment.Rules
        .Select(rule => (rule.Resource.Path, new JsonObject { ["enabled"] = services.Buses.States.IsEnabled(rule) }));

    private IEnumerable<(string Id, JsonObject Counters)> Alarms()
    {
        var states = services.Alarms.States;
        return services.Deployment.Alarms
            .Where(alarm => states.ContainsKey(alarm.Name))
            .Select(alarm => (alarm.Resource.Path, new JsonObject { ["state"] = states[alarm.Name] }));
    }

    private IEnumerable<(string Id, JsonObject Counters)> Archives() => services.Deployment.Archives
        .Select(archive => (archive.Resource.Path, new JsonObject { ["events"] = services.Buses.Archives.Summarize(archive.Name).Events }));

    private static JsonNode ToJson(EnvironmentStatus environment) => new JsonObject
    {
        ["id"] = environment.Id,
        ["state"] = environment.StateName,
        ["sinceMs"] = Math.Round(environment.InState.TotalMilliseconds),
    };
}

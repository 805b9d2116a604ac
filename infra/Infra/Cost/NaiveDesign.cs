using System.Text.Json.Nodes;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Pricing;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Infra.Cost;

/// <summary>
/// What this system is measured against: the shortest way from an API by bus and queue into a table, without authorizer,
/// limits, archive, metrics or logs, where each reading is a request, an event and an item. Its mapping gathers messages for
/// five minutes, so that its batches of ten are full: a price in its favour.
/// </summary>
internal static class NaiveDesign
{
    /// <summary>Its template, resolved.</summary>
    public static Deployment Deployment => field ??= Read();

    /// <summary>The same readings, one at a time.</summary>
    public static Workload Workload(CostAssumptions assumptions)
    {
        var workload = SystemWorkload.Of(assumptions with { ReadingsPerRequest = 1, AlertsPerMillion = 0 });
        return workload with
        {
            Handlers = workload.Handlers.ToDictionary(handler => handler.Key, handler => WithoutMetrics(handler.Value)),
        };
    }

    private static HandlerProfile WithoutMetrics(HandlerProfile profile) => new(
        WithoutMetrics(profile.PerInvocation),
        profile.PerThing.ToDictionary(thing => thing.Key, thing => WithoutMetrics(thing.Value)));

    private static Work WithoutMetrics(Work work) => work with { Metrics = [], LogLines = [.. work.LogLines.Where(line => line.Level is not null)] };

    private static Deployment Read()
    {
        using var stream = typeof(NaiveDesign).Assembly.GetManifestResourceStream("naive.template.json")!;
        var template = JsonNode.Parse(stream)!.AsObject();
        return Deployment.Resolve([new StackArtifact("Naive", "Naive", null, null, "", template, [], [])]);
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>What is told of events.</summary>
internal static class EventFacts
{
    /// <summary>An event is on a bus.</summary>
    public static Fact Published(
        EventBridgeDeployment deployment, BusEvent busEvent, IReadOnlyList<CompiledRule> rules, IReadOnlyList<ArchiveResource> archives)
    {
        List<string> matched = [.. rules.Select(rule => rule.Resource.Resource.Path)];
        var data = new JsonObject { ["bus"] = busEvent.Bus, ["rules"] = new JsonArray([.. matched.Select(rule => JsonValue.Create(rule))]) };
        if (busEvent.IsReplayed)
        {
            data["replay"] = busEvent.Root.GetProperty("replay-name").GetString();
        }

        return new(FactKind.Published, StepId.Event(busEvent.Id))
        {
            Node = NodeOf(deployment, busEvent.Bus),
            Text = busEvent.Text,
            Data = data,
            Event = new(busEvent.Bus, busEvent.Source, busEvent.DetailType, EnvelopeId(busEvent.Root)),
            Onward = [.. matched, .. archives.Select(archive => archive.Resource.Path)],
        };
    }

    /// <summary>A schedule's event is on no bus: its story begins with the rule.</summary>
    public static Fact Fired(RuleResource rule, BusEvent busEvent, DateTimeOffset scheduledAt) => new(FactKind.Fired, StepId.Event(busEvent.Id))
    {
        Node = rule.Resource.Path,
        Text = busEvent.Text,
        Data = new() { ["scheduledAt"] = BusEvent.FormatTime(scheduledAt) },
    };

    /// <summary>Null for a bus that isn't there, whose events are dropped.</summary>
    private static string? NodeOf(EventBridgeDeployment deployment, string bus) =>
        deployment.Buses.FirstOrDefault(known => known.Name == bus)?.Resource.Path
        ?? (deployment.AllBuses().Any(known => known.Name == bus) ? FlowNode.DefaultBusId : null);

    private static string? EnvelopeId(JsonElement root) =>
        root.GetProperty("detail") is { ValueKind: JsonValueKind.Object } detail
        && detail.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("eventId", out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()
            : null;
}

using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>EventBridge's operations on archives and replays.</summary>
internal sealed class ArchiveOperations(EventBusService buses)
{
    private EventArchives Archives => buses.Archives;

    public JsonObject DescribeArchive(JsonObject request) => ToJson(Archives.Get(request.Required("ArchiveName")), details: true);

    public JsonObject ListArchives(JsonObject request)
    {
        var (prefix, source, state) = (request.Text("NamePrefix") ?? "", request.Text("EventSourceArn"), request.Text("State"));
        var found = Archives.Archives.Where(archive =>
            archive.Name.StartsWith(prefix, StringComparison.Ordinal)
            && (source is null || archive.SourceArn == source)
            && state is null or "ENABLED");
        return EventBridgePage.Of(request, "Archives", found.Select(archive => ToJson(archive, details: false)));
    }

    /// <summary>https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html</summary>
    public JsonObject StartReplay(JsonObject request)
    {
        var name = request.Required("ReplayName");
        var destination = request.Structure("Destination") ?? throw EventBridgeErrors.MissingMember("destination");
        var replay = new Replay
        {
            Name = name,
            Arn = $"arn:aws:events:{buses.Deployment.Region}:{buses.Deployment.Account}:replay/{name}",
            ArchiveArn = request.Required("EventSourceArn"),
            DestinationArn = destination.Required("Arn"),
            FilterArns = destination.Texts("FilterArns"),
            Description = request.Text("Description"),
            EventStartTime = request.RequiredTime("EventStartTime"),
            EventEndTime = request.RequiredTime("EventEndTime"),
            StartedAt = buses.Replays.Now,
            State = Replay.Starting,
        };
        Check(replay);
        buses.Replays.Start(replay);
        return EventBridgePage.Members(
            ("ReplayArn", replay.Arn), ("State", replay.State), ("ReplayStartTime", AsSeconds(replay.StartedAt)));
    }

    public JsonObject DescribeReplay(JsonObject request) => ToJson(buses.Replays.Get(request.Required("ReplayName")), details: true);

    public JsonObject ListReplays(JsonObject request)
    {
        var (prefix, source, state) = (request.Text("NamePrefix") ?? "", request.Text("EventSourceArn"), request.Text("State"));
        var found = buses.Replays.All().Where(replay =>
            replay.Name.StartsWith(prefix, StringComparison.Ordinal)
            && (source is null || replay.ArchiveArn == source)
            && (state is null || replay.State == state));
        return EventBridgePage.Of(request, "Replays", found.Select(replay => ToJson(replay, details: false)));
    }

    public JsonObject CancelReplay(JsonObject request)
    {
        var replay = buses.Replays.Cancel(request.Required("ReplayName"));
        return EventBridgePage.Members(("ReplayArn", replay.Arn), ("State", replay.State), ("StateReason", replay.StateReason));
    }

    private void Check(Replay replay)
    {
        if (!replay.DestinationArn.Contains(":event-bus/", StringComparison.Ordinal))
        {
            throw EventBridgeErrors.InvalidParameter("Destination.Arn", "Must contain an event bus ARN.");
        }

        if (!replay.ArchiveArn.Contains(":archive/", StringComparison.Ordinal))
        {
            throw EventBridgeErrors.InvalidParameter("EventSourceArn", "Must contain an archive ARN.");
        }

        var bus = EventBridgeDeployment.BusName(replay.DestinationArn);
        if (!buses.Deployment.AllBuses().Any(known => known.Arn == replay.DestinationArn))
        {
            throw EventBridgeErrors.BusNotFound(bus);
        }

        if (EventBridgeDeployment.BusName(Archives.Get(EventBridgeDeployment.BusName(replay.ArchiveArn)).SourceArn) != bus)
        {
            throw EventBridgeErrors.InvalidParameter("Destination.Arn", "Cross event bus replay is not permitted.");
        }

        if (replay.EventEndTime <= replay.EventStartTime)
        {
            throw EventBridgeErrors.InvalidParameter("EventEndTime", "EventStartTime must be before EventEndTime.");
        }

        var rules = buses.Deployment.Rules.Where(rule => EventBridgeDeployment.BusName(rule.EventBusName) == bus).Select(rule => rule.Arn);
        if (replay.FilterArns.Except(rules).FirstOrDefault() is { } unknown)
        {
            throw EventBridgeErrors.InvalidParameter("Destination.FilterArns", $"{unknown} is no rule of the event bus {bus}.");
        }
    }

    private JsonObject ToJson(ArchiveResource archive, bool details)
    {
        var (events, bytes, createdAt) = Archives.Count(archive.Name);
        return EventBridgePage.Members(
        [
            ("ArchiveName", archive.Name),
            ("EventSourceArn", archive.SourceArn),
            ("State", "ENABLED"),
            ("RetentionDays", archive.RetentionDays),
            ("SizeBytes", bytes),
            ("EventCount", events),
            ("CreationTime", AsSeconds(createdAt)),
            .. details ?
                (IEnumerable<(string, JsonNode?)>)[("ArchiveArn", archive.Arn), ("Description", archive.Description), ("EventPattern", archive.EventPattern?.ToJsonString())]
                : [],
        ]);
    }

    private static JsonObject ToJson(Replay replay, bool details) => EventBridgePage.Members(
    [
        ("ReplayName", replay.Name),
        ("EventSourceArn", replay.ArchiveArn),
        ("State", replay.State),
        ("StateReason", replay.StateReason),
        ("EventStartTime", AsSeconds(replay.EventStartTime)),
        ("EventEndTime", AsSeconds(replay.EventEndTime)),
        ("EventLastReplayedTime", AsSeconds(replay.LastReplayedTime)),
        ("ReplayStartTime", AsSeconds(replay.StartedAt)),
        ("ReplayEndTime", AsSeconds(replay.EndedAt)),
        .. details ?
            (IEnumerable<(string, JsonNode?)>)[("ReplayArn", replay.Arn), ("Description", replay.Description), ("Destination", Destination(replay))]
            : [],
    ]);

    private static JsonObject Destination(Replay replay) => EventBridgePage.Members(
        ("Arn", replay.DestinationArn),
        ("FilterArns", replay.FilterArns.Count == 0 ? null : new JsonArray([.. replay.FilterArns.Select(arn => JsonValue.Create(arn))])));

    private static JsonNode? AsSeconds(DateTimeOffset? at) => at?.ToUnixTimeMilliseconds() / 1000.0;
}

using System.Text.Json.Nodes;
using SensorWatch.Local.Events;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Console.Archives;

/// <summary>Archives and replays: <c>GET archives</c>, <c>GET archives/{name}/count</c>, <c>GET</c> and <c>POST replays</c>.</summary>
internal sealed class ArchiveViews(ConsoleServices services, ConsoleGraph graph)
{
    /// <summary>So many replays are listed; each is counted.</summary>
    private const int MaximumReplays = 50;

    private readonly ArchiveOperations _operations = new(services.Buses);

    private EventArchives Archives => services.Buses.Archives;

    public IEnumerable<ConsoleRoute> Routes() =>
    [
        ConsoleRoute.Get("archives", _ => new { Archives = Archives.Archives.Select(View).ToList() }),
        ConsoleRoute.Get("archives/{name}/count", call => new { Archives.Summarize(call.Parameter("name"), call.Time("from"), call.Time("to")).Events }),
        ConsoleRoute.Get("replays", _ => new { Replays = services.Buses.Replays.All().Take(MaximumReplays).Select(View).ToList() }),
        ConsoleRoute.Post<ReplayRequest>("replays", (_, request) => Task.FromResult<object>(new { Name = Start(request) })),
        ConsoleRoute.Post<JsonObject>("replays/{name}/cancel", (call, _) =>
        {
            services.Buses.Replays.Cancel(call.Parameter("name"));
            return Task.FromResult<object>(new JsonObject());
        }),
    ];

    private ArchiveView View(ArchiveResource archive)
    {
        var (events, oldest, newest) = Archives.Summarize(archive.Name);
        return new()
        {
            Name = archive.Name,
            Node = archive.Resource.Path,
            Bus = EventBridgeDeployment.BusName(archive.SourceArn),
            Events = events,
            Oldest = oldest,
            Newest = newest,
            RetentionDays = archive.RetentionDays == 0 ? null : archive.RetentionDays,
            Rules = [.. RulesOf(archive).Select(rule => new ReplayableRule(rule.Name, rule.Arn, graph.Label(rule.Arn), services.Buses.States.IsEnabled(rule)))],
        };
    }

    /// <summary>The rules of an archive's bus that take events.</summary>
    private IEnumerable<RuleResource> RulesOf(ArchiveResource archive) => services.Deployment.Rules.Where(rule =>
        rule.EventPattern is not null && EventBridgeDeployment.BusName(rule.EventBusName) == EventBridgeDeployment.BusName(archive.SourceArn));

    private ReplayView View(Replay replay)
    {
        var archive = EventBridgeDeployment.BusName(replay.ArchiveArn);
        var isKnown = Archives.Archives.Any(known => known.Name == archive);
        var events = isKnown ? Archives.Summarize(archive, replay.EventStartTime, replay.EventEndTime).Events : 0;
        return new()
        {
            Name = replay.Name,
            Archive = archive,
            State = replay.State,
            From = replay.EventStartTime,
            To = replay.EventEndTime,
            Events = events,
            Replayed = !isKnown || replay.LastReplayedTime is not { } last ? 0 : Archives.CountUntil(archive, replay.EventStartTime, (last, replay.LastSequence)),
            LastReplayed = replay.LastReplayedTime,
            StartedAt = replay.StartedAt,
            EndedAt = replay.EndedAt,
            Rules = [.. replay.FilterArns.Select(graph.Label)],
            Reason = replay.StateReason,
        };
    }

    /// <summary>Begins a replay as <c>StartReplay</c> does, with its checks.</summary>
    private string Start(ReplayRequest request)
    {
        var archive = Archives.Get(request.Archive);
        var name = $"console-{services.Clock.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}";
        _operations.StartReplay(new()
        {
            ["ReplayName"] = name,
            ["EventSourceArn"] = archive.Arn,
            ["EventStartTime"] = ConsoleJson.Format(request.From),
            ["EventEndTime"] = ConsoleJson.Format(request.To),
            ["Destination"] = new JsonObject
            {
                ["Arn"] = archive.SourceArn,
                ["FilterArns"] = new JsonArray([.. request.Rules.Select(rule => JsonValue.Create(rule))]),
            },
        });
        return name;
    }
}

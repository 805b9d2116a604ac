using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Faults;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Patterns;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>
/// The deployment's event buses. An event that a call accepted is in the archives and with the targets of all matching rules
/// when the call returns, or in a target's dead-letter queue, all in one transaction.
/// </summary>
public sealed class EventBusService : IDisposable
{
    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly ILogger<EventBusService> _logger;
    private readonly Tracer _trace;
    private readonly EventDelivery _delivery;
    private readonly Dictionary<string, RuleSet<CompiledRule>> _rulesByBus;
    private readonly HashSet<string> _buses;
    private readonly Schedules _schedules;
    private readonly DeliveryRetries _retries;
    private readonly SchedulerTargets _scheduler;
    private readonly Dictionary<string, CompiledRule> _rulesByArn;

    /// <summary>Compiles the rules. Schedules run, and what failed is tried again, from <see cref="Start"/> on.</summary>
    /// <param name="database">Keeps what is to be kept.</param>
    /// <param name="targets">Where events go.</param>
    /// <param name="deployment">The buses and rules.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Tells what becomes of events.</param>
    /// <param name="faults">Faults on demand; null for none.</param>
    /// <param name="trace">Hears of events.</param>
    /// <exception cref="RefusedException">Something that <see cref="Refusals"/> lists.</exception>
    public EventBusService(
        Database database,
        EventTargets targets,
        EventBridgeDeployment deployment,
        TimeProvider time,
        ILogger<EventBusService> logger,
        FaultService? faults = null,
        Tracer? trace = null)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(deployment);
        if (Refusals(deployment) is { Count: > 0 } refusals)
        {
            throw new RefusedException(refusals);
        }

        (_database, _time, _logger, _trace) = (database, time, logger, trace ?? Tracer.None);
        Deployment = deployment;
        _retries = new(database, faults, time, _trace, logger);
        _retries.Open();
        _delivery = new(targets, deployment, _retries, PassOn, _trace, logger);
        _buses = [.. deployment.AllBuses().Select(bus => bus.Name)];
        List<CompiledRule> rules = [.. deployment.Rules.Select(CompiledRule.Compile)];
        var patterns = rules.Where(rule => rule.Resource.EventPattern is not null)
            .ToLookup(rule => EventBridgeDeployment.BusName(rule.Resource.EventBusName), rule => (EventPattern.Parse(rule.Resource.EventPattern!), rule));
        _rulesByBus = _buses.ToDictionary(bus => bus, bus => new RuleSet<CompiledRule>(patterns[bus]));
        States = new(database, deployment.Rules);
        Archives = new(database, deployment.Archives, time);
        Replays = new(database, Archives, this, time, logger);
        _rulesByArn = rules.ToDictionary(rule => rule.Resource.Arn);
        _scheduler = new SchedulerTargets(database, targets, this, _retries, _delivery.Announce, _trace, logger);
        _schedules = new(
            database,
            [
                .. rules.Where(rule => rule.Resource.ScheduleExpression is not null).Select(Timetable),
                .. deployment.Schedules.Where(schedule => schedule.Enabled).Select(_scheduler.Timetable),
            ],
            time,
            logger);
    }

    public EventBridgeDeployment Deployment { get; }

    /// <summary>Counts what EventBridge would bill.</summary>
    internal UsageMeter Usage { get; init; } = new();

    /// <summary>No replay is under way, and no delivery is due; one that is tried again later counts as at rest.</summary>
    public bool IsIdle => Replays.IsIdle && _retries.IsIdle;

    /// <summary>Deliveries that wait for another attempt.</summary>
    public int PendingDeliveries => _retries.Count;

    internal EventArchives Archives { get; }

    internal Replays Replays { get; }

    /// <summary>Which rules are enabled.</summary>
    internal RuleStates States { get; }

    /// <summary>What the deployment's rules ask for that EventBridge would refuse or that isn't supported here.</summary>
    public static IReadOnlyList<Refusal> Refusals(EventBridgeDeployment deployment) => [.. EventRefusals.Of(deployment)];

    /// <summary>Begins with the schedules, and goes on with the deliveries and replays that an earlier run left unfinished.</summary>
    public void Start()
    {
        _retries.Start(IsKnown, Retry, _delivery.Announce);
        _schedules.Start();
        Replays.Resume();
    }

    /// <summary>Puts events on their buses. An event for a bus that doesn't exist is accepted and dropped, as on AWS.</summary>
    /// <returns>The events' ids, in their order.</returns>
    public IReadOnlyList<string> Put(IReadOnlyList<EventEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var now = _time.GetUtcNow();
        var put = new EventsPut(_delivery, Log, [.. entries.Select(entry => Match(Create(entry, now)))]);
        if (put.Events.Any(Concerns))
        {
            _database.Run(connection => Deliver(connection, put));
        }
        else
        {
            foreach (var (busEvent, rules) in put.Events)
            {
                Trace(busEvent, rules, []);
            }
        }

        put.Complete();
        return put.Ids;
    }

    /// <summary>Puts events within a transaction of the caller's, who must call <see cref="EventsPut.Complete"/> after the commit.</summary>
    /// <param name="connection">The connection of the transaction.</param>
    /// <param name="entries">The events; they may be AWS's own, such as those of <c>aws.s3</c>.</param>
    internal EventsPut Put(SqliteConnection connection, IReadOnlyList<EventEntry> entries)
    {
        var now = _time.GetUtcNow();
        var put = new EventsPut(_delivery, Log, [.. entries.Select(entry => Match(Create(entry, now)))]);
        Deliver(connection, put);
        return put;
    }

    /// <summary>What passed through an archive's bus and matches its pattern, oldest first.</summary>
    /// <param name="archiveName">The archive.</param>
    /// <exception cref="Endpoint.AwsException">There is no such archive.</exception>
    public IReadOnlyList<ArchivedEvent> ArchivedEvents(string archiveName) => Archives.Read(archiveName);

    /// <summary>Sends archived events to the rules of a bus again, within the caller's transaction.</summary>
    /// <param name="connection">The connection of the transaction.</param>
    /// <param name="events">The events.</param>
    /// <param name="bus">The bus's name.</param>
    /// <param name="replayName">It is set in each event.</param>
    /// <param name="ruleArns">The rules that get them; empty for all.</param>
    internal EventsPut Replay(
        SqliteConnection connection,
        IReadOnlyList<ArchivedEvent> events,
        string bus,
        string replayName,
        IReadOnlyCollection<string> ruleArns)
    {
        var now = _time.GetUtcNow();
        var put = new EventsPut(_delivery, Log, [.. events.Select(archived =>
        {
            var (replayed, rules) = Match(BusEvent.Replay(archived, replayName, bus, now));
            Usage.AddChunks(UsageItem.EventsReplayed, EventUsage.BytesOf(replayed));
            return (replayed, (IReadOnlyList<CompiledRule>)[.. rules.Where(rule => ruleArns.Count == 0 || ruleArns.Contains(rule.Resource.Arn))]);
        })]);
        Deliver(connection, put);
        return put;
    }

    public void Dispose()
    {
        _schedules.Dispose();
        _retries.Dispose();
        Replays.Dispose();
    }

    /// <summary>Whether what waits has a rule with its target still, or a schedule.</summary>
    private bool IsKnown(PendingDelivery pending) => _rulesByArn.TryGetValue(pending.Source, out var rule)
        ? rule.Targets.Any(target => target.Target.Id == pending.TargetId)
        : Deployment.Schedules.Any(schedule => schedule.Arn == pending.Source);

    private void Retry(SqliteConnection connection, PendingDelivery pending, Announcements changed)
    {
        if (_rulesByArn.TryGetValue(pending.Source, out var rule))
        {
            _delivery.Retry(connection, pending, rule, changed);
        }
        else
        {
            _scheduler.Retry(connection, pending, Deployment.Schedules.First(schedule => schedule.Arn == pending.Source), changed);
        }
    }

    private Timetable Timetable(CompiledRule rule)
    {
        var expression = rule.Resource.ScheduleExpression!;
        return new(rule.Resource.Arn, expression, ScheduleExpression.Parse(expression), scheduledAt => Fire(rule, scheduledAt));
    }

    private BusEvent Create(EventEntry entry, DateTimeOffset now)
    {
        var busEvent = BusEvent.Create(entry, Deployment, now);
        EventUsage.Put(Usage, entry, busEvent);
        return busEvent;
    }

    private bool Concerns((BusEvent Event, IReadOnlyList<CompiledRule> Rules) put) =>
        put.Rules.Count > 0 || Archives.Of(put.Event.Bus).Any();

    private (BusEvent Event, IReadOnlyList<CompiledRule> Rules) Match(BusEvent busEvent) =>
        (busEvent, _rulesByBus.TryGetValue(busEvent.Bus, out var rules) ? [.. rules.Matching(busEvent.Root).Where(rule => States.IsEnabled(rule.Resource))] : []);

    private void Deliver(SqliteConnection connection, EventsPut put)
    {
        foreach (var (busEvent, rules) in put.Events)
        {
            Deliver(connection, busEvent, rules, put.ChangedQueues);
        }
    }

    private void Deliver(SqliteConnection connection, BusEvent busEvent, IReadOnlyList<CompiledRule> rules, Announcements changed)
    {
        var archives = Archives.Keep(connection, busEvent);
        Trace(busEvent, rules, archives);
        EventUsage.Keep(Usage, busEvent, archives.Count);
        foreach (var rule in rules)
        {
            _delivery.Deliver(connection, busEvent, rule, changed);
        }
    }

    /// <summary>Brings an event to another bus, whose rules and archives see it as it is; false when there is no such bus.</summary>
    private bool PassOn(SqliteConnection connection, BusEvent busEvent, string busArn, Announcements changed)
    {
        if (!Deployment.AllBuses().Any(bus => bus.Arn == busArn))
        {
            return false;
        }

        using var passedOn = busEvent.PassOn(EventBridgeDeployment.BusName(busArn), _time.GetUtcNow());
        Usage.AddChunks(UsageItem.EventsPassedOn, EventUsage.BytesOf(passedOn));
        var (_, rules) = Match(passedOn);
        Deliver(connection, passedOn, rules, changed);
        Log(passedOn, rules);
        return true;
    }

    /// <summary>
    /// What a rule's schedule sends, to the targets of that rule alone: no other rule sees it, and no archive.
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
    /// </summary>
    private void Fire(CompiledRule rule, DateTimeOffset scheduledAt)
    {
        var entry = new EventEntry
        {
            Source = "aws.events",
            DetailType = "Scheduled Event",
            Detail = EventEntry.EmptyDetail,
            Time = scheduledAt,
            Resources = [rule.Resource.Arn],
        };
        var put = new EventsPut(_delivery, Log, [(BusEvent.Create(entry, Deployment, _time.GetUtcNow()), [rule])]);
        _database.Run(connection =>
        {
            if (States.IsEnabled(rule.Resource))
            {
                _trace.Record(EventFacts.Fired(rule.Resource, put.Events[0].Event, scheduledAt));
                _delivery.Deliver(connection, put.Events[0].Event, rule, put.ChangedQueues);
            }

            ScheduleStore.Save(connection, rule.Resource.Arn, scheduledAt);
        });
        put.Complete();
    }

    private void Trace(BusEvent busEvent, IReadOnlyList<CompiledRule> rules, IReadOnlyList<ArchiveResource> archives) =>
        _trace.Record(EventFacts.Published(Deployment, busEvent, rules, archives));

    private void Log(BusEvent busEvent, IReadOnlyList<CompiledRule> rules)
    {
        var matched = rules.Count > 0 ? string.Join(", ", rules.Select(rule => rule.Resource.Name))
            : _buses.Contains(busEvent.Bus) ? "no rule"
            : $"nothing, since there is no event bus {busEvent.Bus}";
        _logger.LogInformation(
            "Event {EventId} {DetailType} from {Source} matched {Rules}",
            busEvent.Id,
            busEvent.DetailType,
            busEvent.Source,
            matched);
    }
}

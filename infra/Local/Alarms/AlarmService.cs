using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Events;
using SensorWatch.Local.Store;
using SensorWatch.Local.Topics;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Alarms;

/// <summary>
/// Evaluates the alarms whose metrics are measured here, each at the end of its period, and tells its topics and the
/// default event bus when a state changes: that and the new state are one transaction. Alarms that the database doesn't
/// know begin in <c>OK</c>, as those of a system that has run for a while do, so that a first start is silent.
/// </summary>
internal sealed class AlarmService : IDisposable
{
    /// <summary>https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_RequestParameters</summary>
    private const int MaximumSubjectLength = 100;

    private readonly Lock _lock = new();
    private readonly List<WatchedAlarm> _alarms = [];
    private readonly List<ITimer> _timers = [];
    private readonly Database _database;
    private readonly TopicService _topics;
    private readonly EventBusService _buses;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private bool _stopped;

    public AlarmService(
        Database database,
        IReadOnlyList<AlarmResource> alarms,
        LocalMetrics metrics,
        TopicService topics,
        EventBusService buses,
        TimeProvider time,
        ILogger logger)
    {
        (_database, _topics, _buses, _time, _logger) = (database, topics, buses, time, logger);
        database.Run(AlarmStore.CreateTable);
        var first = new AlarmMemory(new(AlarmState.Ok, "The local run starts.", time.GetUtcNow()), []);
        var left = 0;
        foreach (var alarm in alarms)
        {
            if (metrics.Problem(alarm) is { } problem)
            {
                left++;
                logger.LogDebug("Alarm {Alarm} is not evaluated: {Reason}", alarm.Name, problem);
            }
            else
            {
                _alarms.Add(new(alarm, metrics.Reader(alarm), database.Run(connection => AlarmStore.Find(connection, alarm.Name)) ?? first));
            }
        }

        if (left > 0)
        {
            logger.LogInformation(
                "{Evaluated} alarms are evaluated; {Left} are not, since their metrics are not measured here (--verbose lists them).", _alarms.Count, left);
        }
    }

    /// <summary>Hears of changes.</summary>
    internal Tracer Trace { get; init; } = Tracer.None;

    /// <summary>What alarms ask for that isn't done here.</summary>
    public static IReadOnlyList<Refusal> Refusals(IReadOnlyList<AlarmResource> alarms, IReadOnlyList<TopicResource> topics) =>
    [
        .. from alarm in alarms
           from action in alarm.AlarmActions.Concat(alarm.OkActions).Concat(alarm.InsufficientDataActions).Distinct()
           where topics.All(topic => topic.Arn != action)
           select new Refusal(alarm.Resource.Path, $"its action {action} is not done here; SNS topics of the deployment are told."),
    ];

    /// <summary>The alarms that are evaluated, and their states.</summary>
    public IReadOnlyDictionary<string, string> States
    {
        get
        {
            lock (_lock)
            {
                return _alarms.ToDictionary(alarm => alarm.Resource.Name, alarm => alarm.Memory.State.Value);
            }
        }
    }

    /// <summary>Begins the first periods.</summary>
    public void Start()
    {
        foreach (var group in _alarms.GroupBy(alarm => alarm.Resource.PeriodSeconds!.Value))
        {
            var period = TimeSpan.FromSeconds(group.Key);
            List<WatchedAlarm> alarms = [.. group];
            _timers.Add(_time.CreateTimer(_ => Evaluate(alarms), null, period, period));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _stopped = true;
        }

        _timers.ForEach(timer => timer.Dispose());
    }

    private void Evaluate(List<WatchedAlarm> alarms)
    {
        // One at a time, and none after the end: what alarms read and tell is gone then.
        lock (_lock)
        {
            if (_stopped)
            {
                return;
            }

            foreach (var alarm in alarms)
            {
                try
                {
                    Evaluate(alarm);
                }
                catch (Exception exception)
                {
                    // On a timer an exception would end the local run; the next period tries again.
                    _logger.LogError(exception, "Alarm {Alarm} could not be evaluated", alarm.Resource.Name);
                }
            }
        }
    }

    private void Evaluate(WatchedAlarm alarm)
    {
        var (next, change) = alarm.Evaluate(_time.GetUtcNow());
        var told = _database.Run(connection =>
        {
            AlarmStore.Save(connection, alarm.Resource.Name, next);
            return change is null ? [] : Tell(connection, change);
        });
        alarm.Memory = next;
        if (change is not null)
        {
            _logger.LogWarning(
                "Alarm {Alarm}: {Previous} -> {State}. {Reason}", change.Alarm.Name, change.Previous.Value, change.State.Value, change.State.Reason);
            told.ForEach(complete => complete());
        }
    }

    /// <returns>What is to be done after the commit.</returns>
    private List<Action> Tell(SqliteConnection connection, AlarmChange change)
    {
        var (node, step) = (change.Alarm.Resource.Path, StepId.Alarm(change.Alarm.Name, change.State.Timestamp));
        Trace.Record(new(FactKind.Alarmed, step)
        {
            Node = node,
            Data = new() { ["alarm"] = change.Alarm.Name, ["from"] = change.Previous.Value, ["to"] = change.State.Value, ["reason"] = change.State.Reason },
        });
        using var context = new TraceContext(node, [step]).Enter();
        var subject = $"{change.State.Value}: \"{change.Alarm.Name}\" in {change.Alarm.Arn.Split(':')[3]}";
        var message = new TopicMessage
        {
            Message = change.ToNotification(),
            Subject = subject.Length > MaximumSubjectLength ? subject[..MaximumSubjectLength] : subject,
        };
        var published = change.Actions().Select(topic => _topics.Publish(connection, topic, message).Complete).ToList();
        return [.. published, _buses.Put(connection, [change.ToEvent()]).Complete];
    }

    /// <summary>An alarm and what it knows.</summary>
    private sealed class WatchedAlarm(AlarmResource resource, Func<double?> read, AlarmMemory memory)
    {
        public AlarmResource Resource { get; } = resource;

        public AlarmMemory Memory { get; set; } = memory;

        /// <summary>Takes the datapoint of the period that ends now; gives what the alarm knows then, and the change that it makes, or null.</summary>
        public (AlarmMemory Next, AlarmChange? Change) Evaluate(DateTimeOffset now)
        {
            var missing = Enumerable.Repeat<double?>(null, Resource.EvaluationPeriods);
            List<double?> datapoints = [.. missing.Concat(Memory.Datapoints).Append(read()).TakeLast(Resource.EvaluationPeriods)];
            var value = AlarmEvaluation.Decide(Resource, Memory.State.Value, datapoints);
            if (value == Memory.State.Value)
            {
                return (Memory with { Datapoints = datapoints }, null);
            }

            var state = new AlarmState(value, AlarmEvaluation.Explain(Resource, value, datapoints), now);
            return (new(state, datapoints), new(Resource, Memory.State, state));
        }
    }
}

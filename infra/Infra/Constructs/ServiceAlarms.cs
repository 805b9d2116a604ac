using Amazon.CDK.AWS.CloudWatch;
using Constructs;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// Alarms for everything below a construct that can fail: dead-letter queues, consumers' queues, functions, rules,
/// streams and the API. They are found by their types, so none has to be remembered.
/// </summary>
public sealed class ServiceAlarms : Construct
{
    /// <summary>The share of its time-out that a function may take before somebody should look.</summary>
    public const double DurationShare = 0.8;

    /// <summary>How late a change of a table may become an event.</summary>
    public const int LateStreamMinutes = 5;

    private readonly StageContext _context;
    private readonly AlarmTopic _topic;
    private readonly List<Alarm> _all = [];

    /// <param name="scope">The parent.</param>
    /// <param name="id">Id below the parent.</param>
    /// <param name="context">The environment.</param>
    /// <param name="services">What is watched; complete by now.</param>
    /// <param name="topic">Who is told.</param>
    public ServiceAlarms(Construct scope, string id, StageContext context, IConstruct services, AlarmTopic topic)
        : base(scope, id)
    {
        _context = context;
        _topic = topic;
        foreach (var construct in services.Node.FindAll())
        {
            foreach (var condition in ConditionsOf(construct))
            {
                Watch(PathBelow(services, construct), condition);
            }
        }
    }

    /// <summary>All alarms, in the order of the constructs that they watch.</summary>
    public IReadOnlyList<Alarm> All => _all;

    private static IEnumerable<AlarmCondition> ConditionsOf(IConstruct construct) => construct switch
    {
        DeadLetterQueue queue =>
        [
            new("Messages", ServiceMetrics.Waiting(queue), 0, $"There are {queue.Holds}. Read them, mend the cause, then redrive the queue."),
        ],
        ConsumerQueue queue =>
        [
            new(
                "Late", ServiceMetrics.OldestAge(queue), queue.LateAfterSeconds,
                $"{queue.Consumer} does not get its messages done: it fails, is throttled, or there are too many of them."),
        ],
        HandlerFunction function =>
        [
            new("Errors", ServiceMetrics.Errors(function), 0, $"{function.Handler.Name} fails. Its log group tells why."),
            new(
                "Throttles", ServiceMetrics.Throttles(function), 0,
                $"{function.Handler.Name} is refused invocations: the account's or its own concurrency is used up."),
            new(
                "Slow", ServiceMetrics.Duration(function), function.Size.TimeoutSeconds * 1_000 * DurationShare,
                $"{function.Handler.Name} takes more than {DurationShare * 100:0}% of its time-out of {function.Size.TimeoutSeconds} seconds."),
        ],
        EventRule rule =>
        [
            // What EventBridge gives up is a message of the rule's dead-letter queue, which has its alarm, or lost.
            new(
                "Lost", ServiceMetrics.LostEvents(rule), 0,
                $"Events for {rule.Consumer} are lost: not even its queue of undelivered events took them. What the system itself published can be replayed from the archive."),
        ],
        IStreamConsumer consumer =>
        [
            new(
                "Late", ServiceMetrics.IteratorAge(consumer), LateStreamMinutes * 60_000,
                $"{consumer.Function.Handler.Name} is more than {LateStreamMinutes} minutes behind the tables' changes: a record fails again and again, or there are too many."),
        ],
        HttpRoutes api =>
        [
            new(
                "ServerErrors", ServiceMetrics.OfApi(api, "5xx", Stats.SUM), 0,
                "The HTTP API answered with an error of its own. Its access log names the requests."),
        ],
        _ => [],
    };

    /// <summary>The construct's path below another: <c>StoreReadings/Queue/DeadLetters</c>.</summary>
    private static string PathBelow(IConstruct ancestor, IConstruct construct) => construct == ancestor
        ? ""
        : construct.Node.Path[(ancestor.Node.Path.Length + 1)..];

    private void Watch(string watched, AlarmCondition condition)
    {
        var alarm = new Alarm(this, $"{watched.Replace("/", "", StringComparison.Ordinal)}{condition.What}", new AlarmProps
        {
            AlarmName = SystemAlarms.Name(_context, watched, condition.What),
            AlarmDescription = condition.Description,
            Metric = condition.Metric,
            Threshold = condition.Threshold,
            ComparisonOperator = ComparisonOperator.GREATER_THAN_THRESHOLD,
            EvaluationPeriods = 1,
            // An idle queue or function sends no data; that is no news.
            TreatMissingData = TreatMissingData.NOT_BREACHING,
        });
        _topic.Receive(alarm);
        _all.Add(alarm);
    }

    /// <param name="What">Part of the alarm's name.</param>
    /// <param name="Metric">What is measured.</param>
    /// <param name="Threshold">The alarm goes off above this.</param>
    /// <param name="Description">What it means and what to do.</param>
    private sealed record AlarmCondition(string What, Metric Metric, double Threshold, string Description);
}

using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Constructs;

namespace SensorWatch.Infra.Constructs;

/// <summary>An alarm for every dead-letter queue and every function below a construct: none has to be remembered.</summary>
public sealed class ServiceAlarms : Construct
{
    private readonly AlarmTopic _topic;

    /// <param name="scope">The parent.</param>
    /// <param name="id">Id below the parent.</param>
    /// <param name="services">Whose queues and functions are watched; complete by now.</param>
    /// <param name="topic">Who is told.</param>
    public ServiceAlarms(Construct scope, string id, IConstruct services, AlarmTopic topic)
        : base(scope, id)
    {
        _topic = topic;
        foreach (var construct in services.Node.FindAll())
        {
            switch (construct)
            {
                case DeadLetterQueue queue:
                    Watch(NameBelow(services, queue), Waiting(queue), $"There are {queue.Holds}. Read them, mend the cause, then redrive the queue.");
                    break;
                case HandlerFunction function:
                    Watch(NameBelow(services, function), Errors(function), $"{function.Handler.Name} fails. Its log group tells why.");
                    break;
                default:
                    break;
            }
        }
    }

    // Visible messages, not messages sent: what SQS moves here itself doesn't count as sent.
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    private static Metric Waiting(DeadLetterQueue queue) => queue.MetricApproximateNumberOfMessagesVisible(new MetricOptions
    {
        Statistic = Stats.MAXIMUM,
        Period = Duration.Minutes(1),
    });

    private static Metric Errors(HandlerFunction function) => function.Resource.MetricErrors(new MetricOptions
    {
        Statistic = Stats.SUM,
        Period = Duration.Minutes(1),
    });

    /// <summary>The construct's path below another, in one word: <c>StoreReadingsQueueDeadLetters</c>.</summary>
    private static string NameBelow(IConstruct ancestor, IConstruct construct) =>
        construct.Node.Path[(ancestor.Node.Path.Length + 1)..].Replace("/", "", StringComparison.Ordinal);

    private void Watch(string name, Metric metric, string description)
    {
        var alarm = new Alarm(this, name, new AlarmProps
        {
            AlarmDescription = description,
            Metric = metric,
            Threshold = 0,
            ComparisonOperator = ComparisonOperator.GREATER_THAN_THRESHOLD,
            EvaluationPeriods = 1,
            // An idle queue or function sends no data; that is no news.
            TreatMissingData = TreatMissingData.NOT_BREACHING,
        });
        _topic.Receive(alarm);
    }
}

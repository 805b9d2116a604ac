using Amazon.CDK.AWS.CloudWatch;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Infra.Constructs;

/// <summary>The metrics that alarms watch and the dashboard shows, a minute at a time.</summary>
internal static class ServiceMetrics
{
    // Visible messages, not messages sent: what SQS moves to a dead-letter queue itself doesn't count as sent.
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    public static Metric Waiting(DeadLetterQueue queue) => queue.MetricApproximateNumberOfMessagesVisible(Options(Stats.MAXIMUM));

    public static Metric Waiting(ConsumerQueue queue) => queue.Queue.MetricApproximateNumberOfMessagesVisible(Options(Stats.MAXIMUM));

    /// <summary>In seconds.</summary>
    public static Metric OldestAge(ConsumerQueue queue) => queue.Queue.MetricApproximateAgeOfOldestMessage(Options(Stats.MAXIMUM));

    public static Metric Invocations(HandlerFunction function) => function.Resource.MetricInvocations(Options(Stats.SUM));

    public static Metric Errors(HandlerFunction function) => function.Resource.MetricErrors(Options(Stats.SUM));

    public static Metric Throttles(HandlerFunction function) => function.Resource.MetricThrottles(Options(Stats.SUM));

    /// <summary>In milliseconds.</summary>
    public static Metric Duration(HandlerFunction function) => function.Resource.MetricDuration(Options(Stats.MAXIMUM));

    /// <summary>What the function counts itself.</summary>
    public static Metric Of(HandlerFunction function, BusinessMetric metric) => new(new MetricProps
    {
        Namespace = Metrics.Namespace,
        MetricName = metric.ToString(),
        DimensionsMap = new Dictionary<string, string> { [Metrics.Dimension] = function.Resource.FunctionName },
        Statistic = Stats.SUM,
        Period = Amazon.CDK.Duration.Minutes(1),
    });

    /// <summary>How old the last record of a batch was, in milliseconds: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html</summary>
    public static Metric IteratorAge(IStreamConsumer consumer) => consumer.Function.Resource.Metric("IteratorAge", Options(Stats.MAXIMUM));

    public static Metric FailedInvocations(EventRule rule) => OfRule(rule, "FailedInvocations");

    public static Metric LostEvents(EventRule rule) => OfRule(rule, "InvocationsFailedToBeSentToDlq");

    /// <summary>https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html</summary>
    public static Metric OfApi(HttpRoutes api, string name, string statistic) => new(new MetricProps
    {
        Namespace = "AWS/ApiGateway",
        MetricName = name,
        DimensionsMap = new Dictionary<string, string> { ["ApiId"] = api.ApiId },
        Statistic = statistic,
        Period = Amazon.CDK.Duration.Minutes(1),
    });

    // With the rule's name alone, a metric is of the default bus: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
    private static Metric OfRule(EventRule rule, string name)
    {
        var dimensions = new Dictionary<string, string> { ["RuleName"] = rule.Name };
        if (rule.BusName is { } bus)
        {
            dimensions["EventBusName"] = bus;
        }

        return new(new MetricProps
        {
            Namespace = "AWS/Events",
            MetricName = name,
            DimensionsMap = dimensions,
            Statistic = Stats.SUM,
            Period = Amazon.CDK.Duration.Minutes(1),
        });
    }

    private static MetricOptions Options(string statistic) => new() { Statistic = statistic, Period = Amazon.CDK.Duration.Minutes(1) };
}

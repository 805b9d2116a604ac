using SensorWatch.Local.Functions;
using SensorWatch.Local.Queues;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Alarms;

/// <summary>
/// The metrics that are measured here. SQS's are read when a period ends, so that a period has one sample; Lambda's count
/// what happened during it, and a period without invocations has no datapoint.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html,
/// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
/// </summary>
internal sealed class LocalMetrics(QueueService queues, Func<IReadOnlyList<FunctionStatistics>> functions)
{
    private const string Lambda = "AWS/Lambda";
    private const string Sqs = "AWS/SQS";

    private static readonly Dictionary<string, Func<FunctionStatistics, long>> Counters = new()
    {
        ["Errors"] = function => function.Errors,
        ["Invocations"] = function => function.Invocations,
        ["Throttles"] = function => function.Throttles,
    };

    /// <summary>Why an alarm's metric isn't measured here; null when it is.</summary>
    public string? Problem(AlarmResource alarm)
    {
        if (alarm is not { Namespace: not null, MetricName: { } name, Statistic: { } statistic, PeriodSeconds: not null, Threshold: not null }
            || !AlarmEvaluation.Knows(alarm.ComparisonOperator))
        {
            return "only alarms on one metric, with a plain statistic and a fixed threshold, are evaluated here";
        }

        return (alarm.Namespace, name) switch
        {
            (Sqs, "ApproximateNumberOfMessagesVisible" or "ApproximateAgeOfOldestMessage") =>
                statistic == "SampleCount" ? "sample counts of SQS's metrics are not measured here"
                : FindQueue(alarm) is null ? "its queue is not part of this deployment"
                : null,
            (Lambda, _) when Counters.ContainsKey(name) =>
                statistic != "Sum" ? $"{statistic} of Lambda's metrics is not measured here; Sum is"
                : FindFunction(alarm) is null ? "its function is not part of this deployment"
                : null,
            _ => $"{alarm.Namespace} {name} is not measured here",
        };
    }

    /// <summary>A reader that gives the datapoint of the period since it was called last; null when there is none.</summary>
    /// <param name="alarm">An alarm without <see cref="Problem"/>.</param>
    public Func<double?> Reader(AlarmResource alarm)
    {
        if (alarm.Namespace == Sqs)
        {
            var arn = FindQueue(alarm)!.Arn;
            return alarm.MetricName == "ApproximateAgeOfOldestMessage"
                ? () => queues.AgeOfOldestMessage(arn).TotalSeconds
                : () => queues.Count(arn).Visible;
        }

        var counter = Counters[alarm.MetricName!];
        var last = FindFunction(alarm)!;
        return () =>
        {
            var now = FindFunction(alarm)!;
            var (before, active) = (last, now.Invocations + now.Throttles > last.Invocations + last.Throttles);
            last = now;
            return active ? counter(now) - counter(before) : null;
        };
    }

    private static string? OnlyDimension(AlarmResource alarm, string name) =>
        alarm.Dimensions.Count == 1 ? alarm.Dimensions.GetValueOrDefault(name) : null;

    private QueueResource? FindQueue(AlarmResource alarm) => OnlyDimension(alarm, "QueueName") is { } name ? queues.FindByName(name) : null;

    private FunctionStatistics? FindFunction(AlarmResource alarm) =>
        OnlyDimension(alarm, "FunctionName") is { } name ? functions().FirstOrDefault(function => function.FunctionName == name) : null;
}

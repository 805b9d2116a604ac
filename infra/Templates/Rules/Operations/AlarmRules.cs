using System.Globalization;
using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Operations;

/// <summary>Whether alarms do what they look like.</summary>
internal static class AlarmRules
{
    private const string PutMetricAlarm = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html";

    /// <summary>The dimensions by which services tell their resources apart, by name, and the resources' types.</summary>
    private static readonly Dictionary<(string Namespace, string Dimension), string> Named = new()
    {
        [("AWS/SQS", "QueueName")] = QueueResource.Type,
        [("AWS/Lambda", "FunctionName")] = FunctionResource.Type,
        [("AWS/DynamoDB", "TableName")] = TableResource.Type,
        [("AWS/SNS", "TopicName")] = TopicResource.Type,
        [("AWS/Events", "RuleName")] = RuleResource.Type,
        [("AWS/S3", "BucketName")] = BucketResource.Type,
    };

    private static readonly DesignRule CanFire = new()
    {
        Id = "operations/alarm-can-fire",
        Sentence = "An alarm on failures goes off when there are some, and not otherwise.",
        Mend = "Alarm when the metric is above 0, with a period of whole minutes and TreatMissingData notBreaching: an idle queue or function sends no data.",
        Source = PutMetricAlarm,
        Check = context =>
        {
            var dead = DeadLetterQueues.Of(context).Select(queue => queue.Queue.Name).ToHashSet();
            return from alarm in context.Deployment.OfType(AlarmResource.Type)
                   let metric = AlarmMetric.Of(alarm).FirstOrDefault()
                   from fault in TimeFaults(alarm, metric).Concat(FailureFaults(alarm, metric, dead))
                   select new Finding(alarm, fault);
        },
    };

    private static readonly DesignRule Watches = new()
    {
        Id = "operations/alarm-watches-resource",
        Sentence = "An alarm is on the metric of something that is there.",
        Mend = "Refer to the resource's name instead of writing it.",
        Source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html",
        Check = context => from alarm in context.Deployment.OfType(AlarmResource.Type)
                           from metric in AlarmMetric.Of(alarm)
                           from dimension in metric.Dimensions
                           let fault = DimensionFault(context, metric.Namespace ?? "", dimension)
                           where fault is not null
                           select new Finding(alarm, fault),
    };

    private static readonly DesignRule Action = new()
    {
        Id = "operations/alarm-action-works",
        Sentence = "What an alarm's action names is there, and can be told by an alarm.",
        Mend = "Name a topic by its ARN; if it is encrypted, by a key of the account's own that cloudwatch.amazonaws.com may use.",
        Source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
        Check = context => from alarm in context.Deployment.Resources
                           where alarm.Type is AlarmResource.Type or Alarms.CompositeType
                           from action in alarm.Texts("AlarmActions").Distinct()
                           where !Unresolved.IsIn(action)
                           let fault = ActionFault(context, action)
                           where fault is not null
                           select new Finding(alarm, fault),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [CanFire, Watches, Action];

    /// <summary>What CloudWatch refuses, or never has data for.</summary>
    private static IEnumerable<string> TimeFaults(Resource alarm, AlarmMetric? metric)
    {
        var (period, periods, datapoints) = (Number(alarm, "Period"), Number(alarm, "EvaluationPeriods"), Number(alarm, "DatapointsToAlarm"));
        if (datapoints > periods)
        {
            yield return $"DatapointsToAlarm is {Show(datapoints)}, more than the {Show(periods)} EvaluationPeriods that it looks at.";
        }

        if (period < 60 && metric?.Namespace?.StartsWith("AWS/", StringComparison.Ordinal) == true)
        {
            yield return $"Period is {Show(period)} seconds, but AWS's own metrics have one value a minute: most of the time the alarm has no data.";
        }

        var longest = period < 3_600 ? 86_400 : 604_800;
        if (period * periods > longest)
        {
            yield return $"It looks at {Show(periods)} periods of {Show(period)} seconds; CloudWatch takes {longest} seconds together, no more.";
        }
    }

    /// <summary>What keeps an alarm on a dead-letter queue's messages or a function's errors from telling of them.</summary>
    private static IEnumerable<string> FailureFaults(Resource alarm, AlarmMetric? metric, HashSet<string> deadLetterQueues)
    {
        var isQueue = metric is { Namespace: "AWS/SQS", Name: "ApproximateNumberOfMessagesVisible" }
            && deadLetterQueues.Contains(metric.Dimensions.GetValueOrDefault("QueueName", ""));
        var isFunction = metric is { Namespace: "AWS/Lambda", Name: "Errors" };
        if (metric?.Expression is not null || (!isQueue && !isFunction) || alarm.Node("Metrics") is not null)
        {
            yield break;
        }

        var (comparison, statistic, threshold) = (alarm.Text("ComparisonOperator") ?? "", alarm.Text("Statistic"), Number(alarm, "Threshold"));
        if (comparison.StartsWith("LessThan", StringComparison.Ordinal) && !comparison.Contains("Greater", StringComparison.Ordinal))
        {
            yield return $"ComparisonOperator is {comparison}: it goes off when all is well.";
        }
        else if (comparison == "GreaterThanOrEqualToThreshold" && threshold <= 0 || comparison == "GreaterThanThreshold" && threshold < 0)
        {
            yield return $"{comparison} of {Show(threshold)} always holds: the metric is never below 0.";
        }
        else if (isFunction && statistic is "Average" or "Maximum" or "Minimum"
            && (comparison == "GreaterThanThreshold" && threshold >= 1 || comparison == "GreaterThanOrEqualToThreshold" && threshold > 1))
        {
            // Each invocation is a value of 0 or 1: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
            yield return $"{comparison} of {Show(threshold)} never holds: the {statistic} of Errors is at most 1. Their Sum counts them.";
        }

        if (statistic == "SampleCount")
        {
            yield return $"The SampleCount of {metric!.Name} counts measurements, not failures.";
        }

        if (alarm.Text("TreatMissingData") == "breaching")
        {
            yield return "TreatMissingData is breaching: it goes off when nothing happens.";
        }
    }

    private static string? DimensionFault(DesignContext context, string service, KeyValuePair<string, string> dimension)
    {
        if (Named.TryGetValue((service, dimension.Key), out var type))
        {
            return dimension.Value.IsUnresolved() ? null : NameFault(context, type, dimension);
        }

        // Services have other dimensions too; only what looks like a slip of a resource's is one.
        var near = Suggestion.Nearest(dimension.Key, Named.Keys.Where(key => key.Namespace == service).Select(key => key.Dimension));
        return near is null ? null : $"The metrics of {service} have no dimension '{dimension.Key}', so the alarm never has data. Did you mean '{near}'?";
    }

    private static string? NameFault(DesignContext context, string type, KeyValuePair<string, string> dimension)
    {
        if (dimension.Value.StartsWith("arn:", StringComparison.Ordinal) || dimension.Value.StartsWith("https://", StringComparison.Ordinal))
        {
            return $"Its {dimension.Key} is '{dimension.Value}'; the metric has the name there, so the alarm never has data.";
        }

        // A name that is nothing here may be of another app's; only what looks like a slip is one.
        List<string> names = [.. context.Deployment.Resources
            .Where(resource => resource.Type == type || (type == TableResource.Type && resource.Type == TableResource.GlobalType))
            .Select(resource => resource.Name)];
        return !names.Contains(dimension.Value) && Suggestion.Nearest(dimension.Value, names) is { } near
            ? $"No template has the {dimension.Key} '{dimension.Value}'. Did you mean '{near}'?"
            : null;
    }

    private static string? ActionFault(DesignContext context, string action)
    {
        if (!action.StartsWith("arn:", StringComparison.Ordinal))
        {
            return $"AlarmActions has '{action}', which is no ARN.";
        }

        List<Resource> topics = [.. context.Deployment.OfType(TopicResource.Type)];
        var topic = topics.Find(topic => topic.PhysicalId == action);
        return topic?.Text("KmsMasterKeyId") == "alias/aws/sns"
                ? $"The topic {topic.Path} is encrypted by AWS's key alias/aws/sns, which alarms may not use: nobody hears of it."
            : topic is null && context.FindByArn(action) is { Type: QueueResource.Type or EventBusResource.Type } other
                ? $"AlarmActions has {other.Path}, an {other.Type}, which an alarm can't tell anything."
            : topic is null && action.Contains(":sns:", StringComparison.Ordinal) && Suggestion.Nearest(action[(action.LastIndexOf(':') + 1)..], NamesBeside(action, topics)) is { } near
                ? $"No template has the topic '{action}'. Did you mean '{near}'?"
            : null;
    }

    /// <summary>Topics of the same account and region.</summary>
    private static IEnumerable<string> NamesBeside(string arn, IReadOnlyList<Resource> topics)
    {
        var place = arn[..(arn.LastIndexOf(':') + 1)];
        return topics.Where(topic => topic.PhysicalId.StartsWith(place, StringComparison.Ordinal)).Select(topic => topic.PhysicalId[place.Length..]);
    }

    private static double? Number(Resource alarm, string property) =>
        alarm.Node(property) is JsonValue && double.TryParse(alarm.Text(property), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Show(double? number) => $"{number?.ToString(CultureInfo.InvariantCulture)}";
}

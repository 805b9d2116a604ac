using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Template;

/// <summary>What a resource must have because of what else it has, or hasn't; the data know only what every one must have.</summary>
internal static class ConditionalRequirements
{
    public static IEnumerable<Finding> MissingOf(Resource resource) =>
        (resource.Type switch
        {
            FunctionResource.Type => OfFunction(resource),
            AlarmResource.Type => OfAlarm(resource),
            EventSourceMappingResource.Type => OfMapping(resource),
            _ => [],
        }).Select(fault => new Finding(resource, fault));

    /// <summary>https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html</summary>
    private static IEnumerable<string> OfFunction(Resource function)
    {
        var isImage = function.Properties["PackageType"]?.ToString() == "Image" || Has(function, "Code", "ImageUri");
        return isImage ? [] : Missing(function, "which a function in a .zip file requires", "Handler", "Runtime");
    }

    /// <summary>https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html</summary>
    private static IEnumerable<string> OfAlarm(Resource alarm)
    {
        if (Has(alarm, "Metrics"))
        {
            return Missing(alarm, "which an alarm requires", "ComparisonOperator");
        }

        List<string> faults = [.. Missing(alarm, "which an alarm on a metric requires", "MetricName", "Namespace", "ComparisonOperator", "EvaluationPeriods", "Period", "Threshold")];
        if (!Has(alarm, "Statistic") && !Has(alarm, "ExtendedStatistic"))
        {
            faults.Add("Statistic is missing, which an alarm on a metric requires.");
        }

        // What newer kinds of alarms evaluate is given in other properties.
        return Has(alarm, "EvaluationCriteria") || Has(alarm, "EvaluationWindow") ? [] : faults;
    }

    /// <summary>https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html</summary>
    private static IEnumerable<string> OfMapping(Resource mapping) => mapping.Properties["EventSourceArn"]?.ToString().Split(':') switch
    {
        [_, _, "dynamodb" or "kinesis", ..] => Missing(mapping, "which a mapping on a stream requires", "StartingPosition"),
        [_, _, "sqs", ..] when BatchOf(mapping) > 10 && !Has(mapping, "MaximumBatchingWindowInSeconds") =>
            ["MaximumBatchingWindowInSeconds is missing, which a mapping on a queue with more than 10 messages a batch requires."],
        _ => [],
    };

    private static int BatchOf(Resource mapping) => int.TryParse(mapping.Properties["BatchSize"]?.ToString(), out var size) ? size : 10;

    private static bool Has(Resource resource, params string[] path) => resource.Properties.Find(path) is not null;

    private static IEnumerable<string> Missing(Resource resource, string why, params string[] names) =>
        names.Where(name => !Has(resource, name)).Select(name => $"{name} is missing, {why}.");
}

using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Review;

/// <summary>Alarms: those that ask the same of different things together, with their number.</summary>
internal static class AlarmSummary
{
    public static void Append(Markdown text, Deployment deployment, ReviewNames names)
    {
        if (deployment.Alarms.Count == 0)
        {
            return;
        }

        text.Heading(2, $"Alarms: {deployment.Alarms.Count}");
        foreach (var group in deployment.Alarms.GroupBy(alarm => Question(alarm, names)).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Heading(3, group.Key);
            text.List(group.Select(alarm => FlowNodes.ShortName(alarm.Resource)).Order(StringComparer.Ordinal));
        }
    }

    private static string Question(AlarmResource alarm, ReviewNames names)
    {
        var what = alarm.MetricName is { } metric ? $"{alarm.Namespace} {metric}" : "an expression";
        var when = $"{alarm.DatapointsToAlarm} of {alarm.EvaluationPeriods} x {alarm.PeriodSeconds} s, missing data {alarm.TreatMissingData}";
        List<string> told = [.. alarm.AlarmActions.Where(_ => alarm.ActionsEnabled).Select(names.Of).Order(StringComparer.Ordinal)];
        return $"{what} {Comparison(alarm)} {alarm.Threshold}, {when}, tells {(told.Count == 0 ? "nobody" : string.Join(", ", told))}";
    }

    private static string Comparison(AlarmResource alarm) => alarm.ComparisonOperator switch
    {
        "GreaterThanThreshold" => "&gt;",
        "GreaterThanOrEqualToThreshold" => "&gt;=",
        "LessThanThreshold" => "&lt;",
        "LessThanOrEqualToThreshold" => "&lt;=",
        var other => other,
    };
}

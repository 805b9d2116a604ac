using System.Globalization;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Alarms;

/// <summary>
/// Decides an alarm's state from the datapoints of its evaluation periods. CloudWatch also looks at a few periods before
/// them when some are missing; this does not.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
/// </summary>
internal static class AlarmEvaluation
{
    private static readonly Dictionary<string, (Func<double, double, bool> Breaches, string Words)> Operators = new()
    {
        ["GreaterThanThreshold"] = ((value, threshold) => value > threshold, "greater than"),
        ["GreaterThanOrEqualToThreshold"] = ((value, threshold) => value >= threshold, "greater than or equal to"),
        ["LessThanThreshold"] = ((value, threshold) => value < threshold, "less than"),
        ["LessThanOrEqualToThreshold"] = ((value, threshold) => value <= threshold, "less than or equal to"),
    };

    /// <summary>Whether the alarm compares with a fixed threshold.</summary>
    public static bool Knows(string comparisonOperator) => Operators.ContainsKey(comparisonOperator);

    /// <summary>Decides.</summary>
    /// <param name="alarm">On one metric, with an operator that is known.</param>
    /// <param name="current">The state that it is in, which holds when missing data is to be ignored.</param>
    /// <param name="datapoints">Of the evaluation periods, the oldest first; null where there is none.</param>
    public static string Decide(AlarmResource alarm, string current, IReadOnlyList<double?> datapoints)
    {
        var breaches = Operators[alarm.ComparisonOperator].Breaches;
        var breaching = datapoints.Count(datapoint => datapoint is { } value && breaches(value, alarm.Threshold!.Value));
        var missing = datapoints.Count(datapoint => datapoint is null);
        var onlyMissing = missing == datapoints.Count;
        return alarm.TreatMissingData switch
        {
            "breaching" => breaching + missing >= alarm.DatapointsToAlarm ? AlarmState.Alarm : AlarmState.Ok,
            "notBreaching" => breaching >= alarm.DatapointsToAlarm ? AlarmState.Alarm : AlarmState.Ok,
            "ignore" when onlyMissing => current,
            _ when onlyMissing => AlarmState.InsufficientData,
            _ => breaching >= alarm.DatapointsToAlarm || breaching + missing == datapoints.Count ? AlarmState.Alarm : AlarmState.Ok,
        };
    }

    /// <summary>Says why, in about CloudWatch's words.</summary>
    public static string Explain(AlarmResource alarm, string state, IReadOnlyList<double?> datapoints)
    {
        var present = datapoints.Where(datapoint => datapoint is not null).ToList();
        if (state == AlarmState.InsufficientData)
        {
            return "Insufficient Data: no datapoints were received.";
        }

        if (present.Count == 0)
        {
            return $"Threshold Crossed: no datapoints were received for {alarm.EvaluationPeriods} period(s), and missing data is {alarm.TreatMissingData}.";
        }

        var values = string.Join(", ", present.Select(value => value!.Value.ToString("0.0###", CultureInfo.InvariantCulture)));
        var not = state == AlarmState.Ok ? "not " : "";
        var threshold = alarm.Threshold!.Value.ToString("0.0###", CultureInfo.InvariantCulture);
        return $"Threshold Crossed: {present.Count} out of the last {alarm.EvaluationPeriods} datapoints [{values}] "
            + $"was {not}{Operators[alarm.ComparisonOperator].Words} the threshold ({threshold}), "
            + $"where {alarm.DatapointsToAlarm} would make an alarm.";
    }
}

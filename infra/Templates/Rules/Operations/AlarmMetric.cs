using System.Text.Json.Nodes;
using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Operations;

/// <summary>A metric that an alarm is on, by itself or in an expression.</summary>
/// <param name="Alarm">The alarm.</param>
/// <param name="Namespace"><c>AWS/SQS</c>; null for an expression.</param>
/// <param name="Name"><c>ApproximateNumberOfMessagesVisible</c>; null for an expression.</param>
/// <param name="Dimensions">What it is the metric of.</param>
internal sealed record AlarmMetric(Resource Alarm, string? Namespace, string? Name, IReadOnlyDictionary<string, string> Dimensions)
{
    /// <summary>An expression, which may search for metrics by itself; null for a metric.</summary>
    public string? Expression { get; init; }

    /// <summary>The metrics of an alarm.</summary>
    public static IEnumerable<AlarmMetric> Of(Resource alarm)
    {
        if (alarm.Text("MetricName") is { } name)
        {
            yield return new(alarm, alarm.Text("Namespace"), name, ReadDimensions(alarm.Properties));
        }

        foreach (var query in JsonValues.Objects(alarm.Properties, "Metrics"))
        {
            var metric = JsonValues.At(query, "MetricStat", "Metric");
            yield return new(alarm, JsonValues.Text(metric, "Namespace"), JsonValues.Text(metric, "MetricName"), ReadDimensions(metric))
            {
                Expression = JsonValues.Text(query, "Expression"),
            };
        }
    }

    /// <summary>Whether this is a metric of something; what isn't known may be.</summary>
    /// <param name="space">The metric's namespace.</param>
    /// <param name="name">The metric's name.</param>
    /// <param name="dimension">What tells things apart: <c>QueueName</c>.</param>
    /// <param name="value">The thing's name.</param>
    public bool IsOf(string space, string name, string dimension, string value) =>
        Expression is null
            ? Is(Namespace, space) && Is(Name, name) && (Dimensions.TryGetValue(dimension, out var named) ? Is(named, value) : IsOfAll(space))
            : Selects(Expression, space, name);

    /// <summary>
    /// Lambda's metrics without dimensions are those of all functions:
    /// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html
    /// </summary>
    private bool IsOfAll(string space) => space == "AWS/Lambda" && Dimensions.Count == 0;

    /// <summary>An expression that finds its metrics, by SEARCH or SELECT; others calculate with metrics that the alarm lists.</summary>
    private static bool Selects(string expression, string space, string name) =>
        expression.IsUnresolved()
        || ((expression.Contains("SEARCH", StringComparison.OrdinalIgnoreCase) || expression.Contains("SELECT", StringComparison.OrdinalIgnoreCase))
            && expression.Contains(space, StringComparison.Ordinal) && expression.Contains(name, StringComparison.Ordinal));

    private static bool Is(string? text, string expected) => text is not null && (text == expected || text.IsUnresolved());

    private static Dictionary<string, string> ReadDimensions(JsonNode? metric)
    {
        var dimensions = new Dictionary<string, string>();
        foreach (var dimension in JsonValues.Objects(metric, "Dimensions"))
        {
            if (JsonValues.Text(dimension, "Name") is { } name && JsonValues.Text(dimension, "Value") is { } value)
            {
                dimensions[name] = value;
            }
        }

        return dimensions;
    }
}

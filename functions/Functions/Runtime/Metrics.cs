namespace SensorWatch.Functions.Runtime;

/// <summary>
/// Counts what a handler does, and writes it once an invocation as a line of the log in CloudWatch's embedded metric format,
/// of which CloudWatch makes metrics: no call to AWS, no right to grant.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
/// </summary>
/// <remarks>
/// There is one dimension, as AWS's own metrics of functions have it: a function's name tells handler and environment, and
/// costs a metric each, where more dimensions would cost one for each combination. An execution environment handles one
/// invocation at a time, so nothing is locked.
/// </remarks>
public sealed class Metrics
{
    /// <summary>CloudWatch's namespace of all of them.</summary>
    public const string Namespace = "SensorWatch";

    /// <summary>The only dimension: the function's name.</summary>
    public const string Dimension = "FunctionName";

    /// <summary>The unit of all of them.</summary>
    private const string Unit = "Count";

    private readonly JsonLogger _log;
    private readonly string _functionName;
    private readonly IReadOnlyCollection<BusinessMetric> _declared;
    private readonly SortedDictionary<BusinessMetric, long> _counts = [];

    /// <param name="log">The log that the lines are part of.</param>
    /// <param name="functionName">The function's name.</param>
    /// <param name="declared">The metrics that may be counted (<see cref="IHandlerSettings.WrittenMetrics"/>).</param>
    internal Metrics(JsonLogger log, string functionName, IReadOnlyCollection<BusinessMetric> declared)
    {
        _log = log;
        _functionName = functionName;
        _declared = declared;
    }

    /// <summary>Counts so many more in this invocation; none is no news.</summary>
    /// <exception cref="ArgumentException">The handler didn't declare the metric, and no dashboard would show it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public void Add(BusinessMetric metric, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (!_declared.Contains(metric))
        {
            throw new ArgumentException($"The handler counts {metric} without declaring it: add it to its WrittenMetrics.", nameof(metric));
        }

        if (count > 0)
        {
            _counts[metric] = _counts.GetValueOrDefault(metric) + count;
        }
    }

    /// <summary>Writes what was counted since the last time, as one line; nothing when nothing was.</summary>
    internal void Write()
    {
        if (_counts.Count == 0)
        {
            return;
        }

        _log.WriteAlways((writer, now) =>
        {
            writer.WriteStartObject("_aws");
            writer.WriteNumber("Timestamp", now.ToUnixTimeMilliseconds());
            writer.WriteStartArray("CloudWatchMetrics");
            writer.WriteStartObject();
            writer.WriteString("Namespace", Namespace);
            writer.WriteStartArray("Dimensions");
            writer.WriteStartArray();
            writer.WriteStringValue(Dimension);
            writer.WriteEndArray();
            writer.WriteEndArray();
            writer.WriteStartArray("Metrics");
            foreach (var metric in _counts.Keys)
            {
                writer.WriteStartObject();
                writer.WriteString("Name", metric.ToString());
                writer.WriteString("Unit", Unit);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteString(Dimension, _functionName);
            foreach (var (metric, count) in _counts)
            {
                writer.WriteNumber(metric.ToString(), count);
            }
        });
        _counts.Clear();
    }
}

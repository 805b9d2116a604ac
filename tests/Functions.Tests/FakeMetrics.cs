using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.Core;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Tests;

/// <summary>Takes what handlers count, as the lines that they would write.</summary>
internal sealed class FakeMetrics
{
    private readonly List<(Metrics Metrics, MemoryStream Output)> _given = [];

    /// <summary>All that was counted so far, in the order of the enumeration.</summary>
    public IReadOnlyList<(BusinessMetric Metric, long Count)> Counted
    {
        get
        {
            _given.ForEach(given => given.Metrics.Write());
            var lines = _given.SelectMany(given => Encoding.UTF8.GetString(given.Output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
            return
            [
                .. Enum.GetValues<BusinessMetric>()
                    .Select(metric => (metric, lines.Sum(line => (long?)JsonNode.Parse(line)![metric.ToString()] ?? 0)))
                    .Where(counted => counted.Item2 > 0),
            ];
        }
    }

    /// <summary>Metrics for a handler, which may count what it declares.</summary>
    public Metrics For<THandler>()
        where THandler : IHandlerSettings
    {
        var output = new MemoryStream();
        var metrics = new Metrics(new JsonLogger(output, LogLevel.Information, TimeProvider.System), "function", THandler.WrittenMetrics);
        _given.Add((metrics, output));
        return metrics;
    }
}

using System.Globalization;
using Amazon.Lambda.Core;
using SensorWatch.Functions.Runtime;
using SensorWatch.Templates.Pricing;

namespace SensorWatch.Infra.Cost;

/// <summary>Lines of the log, written by the functions' own logger and measured.</summary>
internal static class LogSample
{
    private const string RequestId = "8286a188-ba32-4475-8077-530cd35c09a9";

    /// <summary>As long as the names that CloudFormation gives.</summary>
    private const string FunctionName = "SensorWatch-Prod-Services-ReceiveReadingsFunction2B1D5C7E-x2bPxhX5qK3L";

    /// <summary>A line of level information.</summary>
    public static LogLine Information(string message, params object[] args) =>
        new("INFO", Measure(log => ((ILambdaLogger)log).LogInformation(message, args)));

    /// <summary>The line with which a consumer begins an event, at the level of details.</summary>
    public static LogLine Taken(string detailType) => new("DEBUG", Measure(log => ((ILambdaLogger)log).LogDebug(
        "Took {detailType} {eventId} of {correlationId}", detailType, SampleReadings.EventId, SampleReadings.CorrelationId)));

    /// <summary>The line that counts what an invocation did; no level keeps it out.</summary>
    public static LogLine Metrics(params IReadOnlyList<(BusinessMetric Metric, int Count)> counts) => new(null, Measure(log =>
    {
        var metrics = new Metrics(log, FunctionName, [.. counts.Select(count => count.Metric)]);
        foreach (var (metric, count) in counts)
        {
            metrics.Add(metric, count);
        }

        metrics.Write();
    }));

    private static double Measure(Action<JsonLogger> write)
    {
        using var output = new MemoryStream();
        var log = new JsonLogger(output, LogLevel.Debug, new FixedTime());
        log.Begin(RequestId, traceId: null);
        write(log);

        // Lambda ends entries where lines end.
        return output.Length - 1;
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.Parse("2026-01-02T12:00:00.123Z", CultureInfo.InvariantCulture);
    }
}

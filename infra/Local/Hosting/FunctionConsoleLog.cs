using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Functions;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Hosting;

/// <summary>
/// Shows what functions write. Of a line in Lambda's JSON format, only its message:
/// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
/// </summary>
internal sealed class FunctionConsoleLog(IReadOnlyList<FunctionResource> functions, ILoggerFactory loggers) : IFunctionLog
{
    private readonly Dictionary<string, ILogger> _loggers =
        FunctionLabels.Of(functions).ToDictionary(label => label.Key, label => loggers.CreateLogger(label.Value));

    public void Write(FunctionLogLine line)
    {
        var (level, message) = Read(line.Message);
        _loggers[line.FunctionName].Log(level, "{Message}", message);
    }

    public void Write(InvocationStart start)
    {
        // The terminal shows an invocation once, when it has ended.
    }

    public void Write(InvocationReport report) => _loggers[report.FunctionName].LogDebug(
        "{RequestId} {Status} in {Duration:0.0} ms{Init}",
        report.RequestId,
        report.Status,
        report.Duration.TotalMilliseconds,
        report.InitDuration is { } init ? $", after a cold start of {init.TotalMilliseconds:0} ms" : "");

    public void Write(EnvironmentFailure failure) => _loggers[failure.FunctionName].LogWarning("{Reason}", failure.Reason);

    /// <summary>The level and the text that a person reads.</summary>
    internal static (LogLevel Level, string Message) Read(string line)
    {
        var json = line is ['{', .., '}'] ? Parse(line) : null;
        if (json?["message"] is not { } message)
        {
            // Metrics, in CloudWatch's embedded metric format, are for a machine to read.
            return (json?["_aws"] is null ? LogLevel.Information : LogLevel.Debug, line);
        }

        var level = json["level"]?.ToString() switch
        {
            "TRACE" => LogLevel.Trace,
            "DEBUG" => LogLevel.Debug,
            "WARN" => LogLevel.Warning,
            "ERROR" => LogLevel.Error,
            "FATAL" => LogLevel.Critical,
            _ => LogLevel.Information,
        };
        return (level, json["errorMessage"] is { } error ? $"{message} ({json["errorType"]}: {error})" : message.ToString());
    }

    private static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using System.Text.Json;
using SensorWatch.Local.Functions;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Logs;

/// <summary>
/// Keeps what functions write and what Lambda writes about them, in the format and from the level on that each
/// function's <c>LoggingConfig</c> asks for.
/// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html
/// </summary>
internal sealed class FunctionLogRecorder(LogService logs, IReadOnlyList<FunctionResource> functions) : IFunctionLog
{
    private const string DefaultLevel = "INFO";

    /// <summary>From the most detail to the least.</summary>
    private static readonly string[] Levels = ["TRACE", "DEBUG", DefaultLevel, "WARN", "ERROR", "FATAL"];

    private readonly Dictionary<string, FunctionResource> _functions =
        functions.ToDictionary(function => function.Name, StringComparer.Ordinal);

    public void Write(FunctionLogLine line)
    {
        var function = _functions[line.FunctionName];
        var (level, requestId) = Read(line.Message);
        if (!IsJson(function) || Passes(level, function.ApplicationLogLevel))
        {
            logs.Write(new(line.LogGroupName, line.LogStreamName, line.Timestamp, line.Message, requestId ?? line.RequestId));
        }
    }

    public void Write(InvocationStart start)
    {
        var function = _functions[start.FunctionName];
        Write(function, start.LogStreamName, start.Timestamp, start.RequestId, IsJson(function) ? PlatformJson.Of(start) : PlatformText.Of(start));
    }

    public void Write(InvocationReport report)
    {
        var function = _functions[report.FunctionName];
        Write(function, report.LogStreamName, report.Timestamp, report.RequestId, IsJson(function) ? PlatformJson.Of(report) : PlatformText.Of(report));
    }

    public void Write(EnvironmentFailure failure)
    {
        var function = _functions[failure.FunctionName];
        Write(function, failure.LogStreamName, failure.Timestamp, failure.RequestId, IsJson(function) ? PlatformJson.Of(failure) : PlatformText.Of(failure));
    }

    private static bool IsJson(FunctionResource function) => function.LogFormat == "JSON";

    private static bool Passes(string level, string? minimum) =>
        Array.IndexOf(Levels, level) >= Array.IndexOf(Levels, minimum ?? DefaultLevel);

    private void Write(
        FunctionResource function, string streamName, DateTimeOffset timestamp, string? requestId, IEnumerable<(string Level, string Message)> lines)
    {
        foreach (var (level, message) in lines)
        {
            if (!IsJson(function) || Passes(level, function.SystemLogLevel))
            {
                logs.Write(new(function.LogGroupName, streamName, timestamp, message, requestId));
            }
        }
    }

    /// <summary>
    /// Level and request id of a line in JSON. A line without a level that Lambda knows and a timestamp counts as INFO.
    /// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
    /// </summary>
    private static (string Level, string? RequestId) Read(string line)
    {
        if (line is not ['{', .., '}'])
        {
            return (DefaultLevel, null);
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var level = Text(root, "level")?.ToUpperInvariant();
            var known = Levels.Contains(level) && DateTimeOffset.TryParse(Text(root, "timestamp"), out _);
            return (known ? level! : DefaultLevel, Text(root, "requestId") ?? Text(root, "AWSRequestId"));
        }
        catch (JsonException)
        {
            return (DefaultLevel, null);
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

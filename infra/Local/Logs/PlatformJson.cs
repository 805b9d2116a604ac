using System.Text.Json.Nodes;
using SensorWatch.Local.Functions;

namespace SensorWatch.Local.Logs;

/// <summary>
/// Lambda's own lines in the format <c>JSON</c>, with their levels.
/// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html#monitoring-cloudwatchlogs-log-level-system
/// </summary>
internal static class PlatformJson
{
    public static IEnumerable<(string Level, string Message)> Of(InvocationStart start) =>
        [("INFO", Line(start.Timestamp, "platform.start", new() { ["requestId"] = start.RequestId, ["version"] = "$LATEST" }))];

    public static IEnumerable<(string Level, string Message)> Of(InvocationReport report)
    {
        var done = new JsonObject { ["requestId"] = report.RequestId, ["status"] = Status(report.Status) };
        done["metrics"] = new JsonObject { ["durationMs"] = Milliseconds(report.Duration) };
        var metrics = new JsonObject
        {
            ["durationMs"] = Milliseconds(report.Duration),
            ["billedDurationMs"] = (long)report.BilledDuration.TotalMilliseconds,
            ["memorySizeMB"] = report.MemorySizeMegabytes,
        };
        if (report.MaximumMemoryMegabytes is { } memory)
        {
            metrics["maxMemoryUsedMB"] = memory;
        }

        if (report.InitDuration is { } init)
        {
            metrics["initDurationMs"] = Milliseconds(init);
        }

        var record = new JsonObject { ["requestId"] = report.RequestId, ["metrics"] = metrics, ["status"] = Status(report.Status) };
        if (report.ErrorType is { } errorType)
        {
            done["errorType"] = errorType;
            record["errorType"] = errorType;
        }

        var failed = report.Status != InvocationStatus.Success;
        return
        [
            (failed ? "WARN" : "DEBUG", Line(report.Timestamp, "platform.runtimeDone", done)),
            (failed ? "WARN" : "INFO", Line(report.Timestamp, "platform.report", record)),
        ];
    }

    public static IEnumerable<(string Level, string Message)> Of(EnvironmentFailure failure) => failure.InitDuration is not { } init ? [] :
    [
        ("WARN", Line(failure.Timestamp, "platform.initReport", new()
        {
            ["initializationType"] = "on-demand",
            ["phase"] = failure.RequestId is null ? "init" : "invoke",
            ["status"] = Status(failure.Status),
            ["errorType"] = failure.ErrorType,
            ["metrics"] = new JsonObject { ["durationMs"] = Milliseconds(init) },
        })),
    ];

    private static string Line(DateTimeOffset time, string type, JsonObject record) =>
        new JsonObject { ["time"] = $"{time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}", ["type"] = type, ["record"] = record }.ToJsonString();

    private static string Status(InvocationStatus status) => status switch
    {
        InvocationStatus.Success => "success",
        InvocationStatus.Timeout => "timeout",
        _ => "error",
    };

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}

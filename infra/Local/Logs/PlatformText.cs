using System.Globalization;
using System.Text;
using SensorWatch.Local.Functions;

namespace SensorWatch.Local.Logs;

/// <summary>
/// Lambda's own lines in the format <c>Text</c>, which has no levels.
/// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
/// </summary>
internal static class PlatformText
{
    public static IEnumerable<(string Level, string Message)> Of(InvocationStart start) =>
        [Line($"START RequestId: {start.RequestId} Version: $LATEST\n")];

    public static IEnumerable<(string Level, string Message)> Of(InvocationReport report)
    {
        var line = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture,
            $"REPORT RequestId: {report.RequestId}\tDuration: {report.Duration.TotalMilliseconds:0.00} ms\tBilled Duration: {report.BilledDuration.TotalMilliseconds:0} ms\tMemory Size: {report.MemorySizeMegabytes} MB\t"));
        if (report.MaximumMemoryMegabytes is { } memory)
        {
            line.Append(CultureInfo.InvariantCulture, $"Max Memory Used: {memory} MB\t");
        }

        if (report.InitDuration is { } init)
        {
            line.Append(CultureInfo.InvariantCulture, $"Init Duration: {init.TotalMilliseconds:0.00} ms\t");
        }

        return [Line($"END RequestId: {report.RequestId}\n"), Line($"{line}{Status(report.Status, report.ErrorType)}\n")];
    }

    public static IEnumerable<(string Level, string Message)> Of(EnvironmentFailure failure)
    {
        if (failure.InitDuration is { } init)
        {
            var phase = failure.RequestId is null ? "init" : "invoke";
            yield return Line(string.Create(
                CultureInfo.InvariantCulture,
                $"INIT_REPORT Init Duration: {init.TotalMilliseconds:0.00} ms\tPhase: {phase}\t{Status(failure.Status, failure.ErrorType)}\n"));
        }

        if (failure.RequestId is { } requestId)
        {
            yield return Line(failure.Status == InvocationStatus.Timeout
                ? $"{failure.Timestamp.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {requestId} {failure.Reason}\n\n"
                : $"RequestId: {requestId} Error: {failure.Reason}\n{failure.ErrorType}\n");
        }
    }

    private static (string Level, string Message) Line(string message) => ("INFO", message);

    private static string Status(InvocationStatus status, string? errorType) => (status, errorType) switch
    {
        (InvocationStatus.Timeout, _) => "Status: timeout",
        (InvocationStatus.Error, not null) => $"Status: error\tError Type: {errorType}",
        _ => "",
    };
}

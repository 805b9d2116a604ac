using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Functions;

/// <summary>What Lambda itself logs of one execution environment. Everything happens under its pool's lock.</summary>
internal sealed class EnvironmentLog(FunctionResource function, string logStreamName, TimeProvider time, IFunctionLog log)
{
    private InvocationReport? _report;

    /// <summary>How long INIT took, from its end to the first report.</summary>
    public TimeSpan? InitDuration { get; set; }

    public void Start(Invocation invocation) =>
        log.Write(new InvocationStart(function.Name, invocation.RequestId, logStreamName, time.GetUtcNow()));

    /// <summary>An invocation ended. Its report waits until what the process wrote during it has had the time to come through.</summary>
    public void End(Invocation invocation, InvocationStatus status, string? errorType, TimeSpan duration, int? maximumMemoryMegabytes)
    {
        _report = new()
        {
            FunctionName = function.Name,
            RequestId = invocation.RequestId,
            LogGroupName = function.LogGroupName,
            LogStreamName = logStreamName,
            Status = status,
            ErrorType = errorType,
            Timestamp = time.GetUtcNow(),
            Duration = duration,
            InitDuration = InitDuration,
            MemorySizeMegabytes = function.MemorySizeMegabytes,
            MaximumMemoryMegabytes = maximumMemoryMegabytes,
        };
        InitDuration = null;
    }

    /// <summary>The environment has asked for the next invocation, or has ended.</summary>
    public void Settle()
    {
        if (_report is { } report)
        {
            _report = null;
            log.Write(report);
        }
    }

    /// <summary>The environment failed.</summary>
    /// <param name="status">Whether it took too long, or failed.</param>
    /// <param name="errorType">Lambda's own error type.</param>
    /// <param name="reason">Lambda's words for it.</param>
    /// <param name="requestId">The invocation that it had; null for none.</param>
    /// <param name="initDuration">How long it had been starting; null when it had started.</param>
    public void Fail(InvocationStatus status, string errorType, string reason, string? requestId, TimeSpan? initDuration) => log.Write(
        new EnvironmentFailure(function.Name, logStreamName, time.GetUtcNow(), status, errorType, reason)
        {
            RequestId = requestId,
            InitDuration = initDuration,
        });
}

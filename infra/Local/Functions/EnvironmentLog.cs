using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Functions;

/// <summary>What Lambda itself logs of one execution environment. Everything happens under its pool's lock.</summary>
internal sealed class EnvironmentLog(FunctionResource function, string logStreamName, TimeProvider time, IFunctionLog log)
{
    private readonly long _startedAt = time.GetTimestamp();
    private long _assignedAt;
    private InvocationReport? _report;

    // From the end of INIT to the first report.
    private TimeSpan? _initDuration;

    /// <summary>The process has started, and asks for its first invocation.</summary>
    public void Initialized() => _initDuration = time.GetElapsedTime(_startedAt);

    /// <summary>An invocation begins.</summary>
    public void Start(Invocation invocation) => Start(invocation, time.GetTimestamp());

    /// <summary>An invocation ended. Its report waits until what the process wrote during it has had the time to come through.</summary>
    public void End(Invocation invocation, InvocationResult result, InvocationStatus status, string? errorType, int? maximumMemoryMegabytes)
    {
        _report = new()
        {
            FunctionName = function.Name,
            RequestId = invocation.RequestId,
            LogGroupName = function.LogGroupName,
            LogStreamName = logStreamName,
            Status = status,
            ErrorType = errorType,
            Error = InvocationError.Of(result),
            Timestamp = time.GetUtcNow(),
            Duration = time.GetElapsedTime(_assignedAt),
            InitDuration = _initDuration,
            MemorySizeMegabytes = function.MemorySizeMegabytes,
            MaximumMemoryMegabytes = maximumMemoryMegabytes,
        };
        _initDuration = null;
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
    /// <param name="end">Why.</param>
    /// <param name="invocation">The invocation that fails with it; null for none.</param>
    /// <param name="starting">It was in INIT, which then is a part of the invocation.</param>
    public void Fail(EnvironmentEnd end, Invocation? invocation, bool starting)
    {
        if (starting && invocation is not null)
        {
            Start(invocation, _startedAt);
        }

        log.Write(new EnvironmentFailure(function.Name, logStreamName, time.GetUtcNow(), end.Status, end.ErrorType, end.Reason)
        {
            RequestId = invocation?.RequestId,
            InitDuration = starting ? time.GetElapsedTime(_startedAt) : null,
        });
    }

    private void Start(Invocation invocation, long assignedAt)
    {
        _assignedAt = assignedAt;
        log.Write(new InvocationStart(function.Name, invocation.RequestId, logStreamName, time.GetUtcNow()));
    }
}

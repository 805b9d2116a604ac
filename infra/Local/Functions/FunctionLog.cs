namespace SensorWatch.Local.Functions;

/// <summary>Takes what functions write and how their invocations went. Called from many threads; must not block for long.</summary>
public interface IFunctionLog
{
    /// <summary>A function wrote a line to its standard output or error.</summary>
    void Write(FunctionLogLine line);

    /// <summary>An invocation ended.</summary>
    void Write(InvocationReport report);

    /// <summary>An environment ended on its own: the process died, or its start failed.</summary>
    void Write(EnvironmentFailure failure);
}

/// <summary>One line, as CloudWatch Logs would store it.</summary>
public sealed record FunctionLogLine(string FunctionName, string LogGroupName, string LogStreamName, DateTimeOffset Timestamp, string Message);

/// <summary>
/// What Lambda's <c>REPORT</c> line tells about an invocation.
/// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
/// </summary>
public sealed record InvocationReport
{
    public required string FunctionName { get; init; }

    public required string RequestId { get; init; }

    public required string LogGroupName { get; init; }

    public required string LogStreamName { get; init; }

    public required InvocationStatus Status { get; init; }

    /// <summary>From the handing over to the answer.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>INIT of the environment, when this invocation was its first (a cold start); null otherwise.</summary>
    public TimeSpan? InitDuration { get; init; }

    public required int MemorySizeMegabytes { get; init; }

    public bool ColdStart => InitDuration is not null;

    /// <summary>
    /// Duration and INIT, rounded up to whole milliseconds; Lambda bills INIT of custom runtimes.
    /// https://aws.amazon.com/lambda/pricing/
    /// </summary>
    public TimeSpan BilledDuration =>
        TimeSpan.FromMilliseconds(Math.Ceiling((Duration + (InitDuration ?? TimeSpan.Zero)).TotalMilliseconds));
}

/// <summary>How an invocation ended.</summary>
public enum InvocationStatus
{
    Success,

    /// <summary>The function reported an error, or its process ended.</summary>
    Error,

    Timeout,
}

/// <summary>An execution environment that ended without having been told to.</summary>
/// <param name="FunctionName">The function.</param>
/// <param name="LogStreamName">The environment's log stream.</param>
/// <param name="Reason">Lambda's words for it: <c>Runtime exited with error: exit status 1</c>.</param>
public sealed record EnvironmentFailure(string FunctionName, string LogStreamName, string Reason);

namespace SensorWatch.Local.Functions;

/// <summary>Takes what functions write and how their invocations went. Called from many threads; must not block for long.</summary>
public interface IFunctionLog
{
    /// <summary>A function wrote a line to its standard output or error.</summary>
    void Write(FunctionLogLine line);

    /// <summary>An invocation was handed to an environment.</summary>
    void Write(InvocationStart start);

    /// <summary>An invocation ended, and its environment has asked for the next or ended too.</summary>
    void Write(InvocationReport report);

    /// <summary>An environment ended on its own: the process died, took too long, or its start failed.</summary>
    void Write(EnvironmentFailure failure);
}

/// <summary>One line, as CloudWatch Logs would store it.</summary>
/// <param name="FunctionName">The function.</param>
/// <param name="LogGroupName">Its log group.</param>
/// <param name="LogStreamName">The environment's log stream.</param>
/// <param name="Timestamp">When it was read.</param>
/// <param name="Message">The line.</param>
/// <param name="RequestId">The invocation that the environment had then, or had last; null before its first.</param>
public sealed record FunctionLogLine(
    string FunctionName, string LogGroupName, string LogStreamName, DateTimeOffset Timestamp, string Message, string? RequestId);

/// <summary>What Lambda's <c>START</c> line tells.</summary>
/// <param name="FunctionName">The function.</param>
/// <param name="RequestId">The invocation.</param>
/// <param name="LogStreamName">The environment's log stream.</param>
/// <param name="Timestamp">When.</param>
public sealed record InvocationStart(string FunctionName, string RequestId, string LogStreamName, DateTimeOffset Timestamp);

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

    /// <summary>Lambda's own error type, such as <c>Runtime.ExitError</c>; null when the function answered, be it with an error.</summary>
    public string? ErrorType { get; init; }

    /// <summary>What the invocation failed with; null when it succeeded.</summary>
    public InvocationError? Error { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>From the handing over to the answer.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>INIT of the environment, when this invocation was its first (a cold start); null otherwise.</summary>
    public TimeSpan? InitDuration { get; init; }

    public required int MemorySizeMegabytes { get; init; }

    /// <summary>The most that the process has used so far; null when the system doesn't tell.</summary>
    public int? MaximumMemoryMegabytes { get; init; }

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
/// <param name="Timestamp">When.</param>
/// <param name="Status">Whether it took too long, or failed.</param>
/// <param name="ErrorType">Lambda's own error type, such as <c>Runtime.ExitError</c>.</param>
/// <param name="Reason">Lambda's words for it: <c>Runtime exited with error: exit status 1</c>.</param>
public sealed record EnvironmentFailure(
    string FunctionName, string LogStreamName, DateTimeOffset Timestamp, InvocationStatus Status, string ErrorType, string Reason)
{
    /// <summary>The invocation that it had; null when it had none.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long it had been starting; null when it had started.</summary>
    public TimeSpan? InitDuration { get; init; }
}

namespace SensorWatch.Local.Functions;

/// <summary>Why Lambda ended an execution environment, in its own words.</summary>
/// <param name="Status">Whether it took too long, or failed.</param>
/// <param name="ErrorType">Lambda's error type: <c>Runtime.ExitError</c>.</param>
/// <param name="Reason">Lambda's words for it, for the log.</param>
/// <param name="ResultOf">The answer to the invocation of that request id.</param>
internal sealed record EnvironmentEnd(InvocationStatus Status, string ErrorType, string Reason, Func<string, InvocationResult> ResultOf)
{
    /// <summary>The process did not start.</summary>
    public static EnvironmentEnd InvalidEntrypoint(string reason) =>
        new(InvocationStatus.Error, InvocationErrors.InvalidEntrypointType, reason, id => InvocationErrors.InvalidEntrypoint(id, reason));

    /// <summary>The process ended by itself, or was killed.</summary>
    public static EnvironmentEnd Exited(int exitCode) => new(
        InvocationStatus.Error, InvocationErrors.ExitErrorType, InvocationErrors.DescribeExit(exitCode), id => InvocationErrors.Exited(id, exitCode));

    /// <summary>INIT or the invocation took longer than it may.</summary>
    public static EnvironmentEnd TimedOut(TimeSpan limit) => new(
        InvocationStatus.Timeout, InvocationErrors.TimedOutType, InvocationErrors.DescribeTimeout(limit), id => InvocationErrors.TimedOut(id, limit));

    /// <summary>The process said that it can't start.</summary>
    /// <param name="body">What it posted.</param>
    /// <param name="errorType"><c>Lambda-Runtime-Function-Error-Type</c>; null without one.</param>
    public static EnvironmentEnd InitFailed(ReadOnlyMemory<byte> body, string? errorType)
    {
        var type = errorType ?? "Runtime.InitError";
        return new(InvocationStatus.Error, type, type, id => InvocationErrors.Posted(id, body, errorType, type));
    }
}

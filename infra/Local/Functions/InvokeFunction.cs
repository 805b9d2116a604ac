namespace SensorWatch.Local.Functions;

/// <summary>Invokes a function synchronously (<c>RequestResponse</c>): waits for a free execution environment, then for its answer.</summary>
/// <param name="functionArn">ARN of the function; a version or alias suffix is not supported.</param>
/// <param name="payload">The event, JSON in UTF-8.</param>
/// <param name="cancellationToken">Gives up waiting; an invocation that has begun runs on.</param>
/// <exception cref="ArgumentException">No function has that ARN.</exception>
public delegate Task<InvocationResult> InvokeFunction(string functionArn, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);

/// <summary>Invokes with a request id of the caller's: Lambda keeps it when it tries an asynchronous invocation again.</summary>
/// <inheritdoc cref="InvokeFunction"/>
public delegate Task<InvocationResult> InvokeAgain(
    string functionArn, ReadOnlyMemory<byte> payload, string requestId, CancellationToken cancellationToken);

/// <summary>What came of an invocation.</summary>
/// <param name="RequestId">Lambda's request id.</param>
/// <param name="Payload">The function's answer, or Lambda's error document <c>{"errorType","errorMessage",…}</c>; JSON in UTF-8.</param>
/// <param name="FunctionError">The value of <c>X-Amz-Function-Error</c>; null for success.</param>
/// <param name="Throttled">No concurrency was left (HTTP 429): the function was not called.</param>
public sealed record InvocationResult(string RequestId, ReadOnlyMemory<byte> Payload, string? FunctionError = null, bool Throttled = false)
{
    public bool Succeeded => FunctionError is null && !Throttled;
}

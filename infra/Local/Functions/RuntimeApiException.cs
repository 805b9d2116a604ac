namespace SensorWatch.Local.Functions;

/// <summary>An error that the Runtime API gives a runtime: <c>{"errorMessage","errorType"}</c>.</summary>
internal sealed class RuntimeApiException(int statusCode, string errorType, string message) : Exception(message)
{
    public int StatusCode { get; } = statusCode;

    public string ErrorType { get; } = errorType;

    public static RuntimeApiException InvalidRequestId() => new(400, "InvalidRequestID", "Invalid request ID");

    public static RuntimeApiException InvalidStateTransition(EnvironmentState state, string operation) =>
        new(403, "InvalidStateTransition", $"State transition failed for runtime. Expected a state that allows {operation}, current state is {state}.");

    public static RuntimeApiException TooLarge() => new(
        413,
        "RequestEntityTooLarge",
        $"Exceeded maximum allowed payload size ({InvocationErrors.MaximumResponseBytes} bytes).");
}

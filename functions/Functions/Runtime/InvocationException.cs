namespace SensorWatch.Functions.Runtime;

/// <summary>An invocation failed outside the handler's own code.</summary>
/// <param name="errorType">What went wrong, in the form <c>Runtime.Reason</c> or <c>Function.Reason</c>.</param>
/// <param name="message">What was expected and what came.</param>
/// <param name="innerException">The cause.</param>
public sealed class InvocationException(string errorType, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public string ErrorType { get; } = errorType;
}

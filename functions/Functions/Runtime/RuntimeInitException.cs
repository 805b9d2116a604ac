namespace SensorWatch.Functions.Runtime;

/// <summary>The execution environment can't start: it is reported to Lambda, and the process ends.</summary>
/// <param name="errorType">
/// <c>Lambda-Runtime-Function-Error-Type</c>, in the form <c>Runtime.Reason</c>:
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-initerror.
/// </param>
/// <param name="message">What is wrong and how to mend it.</param>
public sealed class RuntimeInitException(string errorType, string message) : Exception(message)
{
    public string ErrorType { get; } = errorType;
}

using System.Text.Json.Serialization;

namespace SensorWatch.Functions.Runtime;

/// <summary>
/// An error as the Runtime API takes it
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-invokeerror) and as the caller of the
/// function sees it.
/// </summary>
/// <param name="ErrorType">Name of the exception's class, or <c>Runtime.Reason</c>.</param>
/// <param name="ErrorMessage">The exception's message.</param>
/// <param name="StackTrace">The stack trace, one frame a line.</param>
/// <param name="Cause">The inner exception.</param>
internal sealed record FunctionError(
    string ErrorType, string ErrorMessage, IReadOnlyList<string> StackTrace, FunctionError? Cause = null)
{
    /// <summary>The value of <c>Lambda-Runtime-Function-Error-Type</c>, <c>category.reason</c>.</summary>
    [JsonIgnore]
    public string Category => ErrorType.Contains('.') ? ErrorType : "Function." + ErrorType;

    /// <summary>Describes an exception.</summary>
    public static FunctionError From(Exception exception) => new(
        exception switch
        {
            InvocationException invocation => invocation.ErrorType,
            RuntimeInitException init => init.ErrorType,
            _ => exception.GetType().Name,
        },
        exception.Message,
        exception.StackTrace?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        exception.InnerException is { } inner ? From(inner) : null);
}

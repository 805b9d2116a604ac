using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Local.Functions;

/// <summary>
/// The documents that Lambda itself answers with when a function gives no answer.
/// Types: https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html
/// </summary>
internal static class InvocationErrors
{
    /// <summary>The value of <c>X-Amz-Function-Error</c> for every error of a custom runtime.</summary>
    public const string Unhandled = "Unhandled";

    /// <summary>6 MiB + 100 bytes: the largest answer of a function.</summary>
    public const int MaximumResponseBytes = 6_291_556;

    public const string TimedOutType = "Sandbox.Timedout";

    public const string ExitErrorType = "Runtime.ExitError";

    public const string InvalidEntrypointType = "Runtime.InvalidEntrypoint";

    public static InvocationResult TimedOut(string requestId, TimeSpan limit) =>
        Result(requestId, TimedOutType, $"RequestId: {requestId} Error: {DescribeTimeout(limit)}");

    public static InvocationResult Exited(string requestId, int exitCode) =>
        Result(requestId, ExitErrorType, $"RequestId: {requestId} Error: {DescribeExit(exitCode)}");

    public static InvocationResult InvalidEntrypoint(string requestId, string reason) =>
        Result(requestId, InvalidEntrypointType, $"RequestId: {requestId} Error: {reason}");

    public static InvocationResult ResponseTooLarge(string requestId) => Result(
        requestId,
        "Function.ResponseSizeTooLarge",
        $"Response payload size exceeded maximum allowed payload size ({MaximumResponseBytes} bytes).");

    /// <summary>The error that the function itself posted.</summary>
    /// <param name="requestId">Lambda's request id.</param>
    /// <param name="body">What it posted: usually <c>{errorType, errorMessage, stackTrace}</c>.</param>
    /// <param name="errorType"><c>Lambda-Runtime-Function-Error-Type</c>, which counts when the body is no JSON.</param>
    /// <param name="defaultType">The type when the function gave none.</param>
    public static InvocationResult Posted(string requestId, ReadOnlyMemory<byte> body, string? errorType, string defaultType) =>
        IsJson(body)
            ? new(requestId, body, Unhandled)
            : Result(requestId, errorType ?? defaultType, $"RequestId: {requestId} Error: the function posted an error that is not JSON");

    /// <summary>Lambda's words for a process that took too long.</summary>
    public static string DescribeTimeout(TimeSpan limit) =>
        string.Create(CultureInfo.InvariantCulture, $"Task timed out after {limit.TotalSeconds:0.00} seconds");

    /// <summary>Lambda's words for how a process ended. A shell's 128 + n stands for signal n.</summary>
    public static string DescribeExit(int exitCode) => exitCode switch
    {
        0 => "Runtime exited without providing a reason",
        128 + 6 => "Runtime exited with error: signal: aborted",
        128 + 9 => "Runtime exited with error: signal: killed",
        128 + 11 => "Runtime exited with error: signal: segmentation fault",
        128 + 15 => "Runtime exited with error: signal: terminated",
        _ => $"Runtime exited with error: exit status {exitCode}",
    };

    private static InvocationResult Result(string requestId, string errorType, string errorMessage)
    {
        var document = new JsonObject { ["errorType"] = errorType, ["errorMessage"] = errorMessage };
        return new(requestId, JsonSerializer.SerializeToUtf8Bytes(document), Unhandled);
    }

    private static bool IsJson(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span);
        try
        {
            while (reader.Read())
            {
            }

            return reader.BytesConsumed > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

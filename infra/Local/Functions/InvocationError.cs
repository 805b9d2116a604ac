using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Local.Functions;

/// <summary>The error in an invocation's answer, the function's own or Lambda's.</summary>
/// <param name="Type">Its <c>errorType</c>; null when it gives none.</param>
/// <param name="Message">Its <c>errorMessage</c>; null when it gives none.</param>
public sealed record InvocationError(string? Type, string? Message)
{
    /// <summary>The error of a result; null when it succeeded.</summary>
    public static InvocationError? Of(InvocationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.FunctionError is null ? null : Read(result.Payload);
    }

    /// <summary>An answer need not be an object, nor JSON.</summary>
    private static InvocationError Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return JsonNode.Parse(payload.Span) is JsonObject error ? new(error["errorType"]?.ToString(), error["errorMessage"]?.ToString()) : new(null, null);
        }
        catch (JsonException)
        {
            return new(null, null);
        }
    }
}

using System.Globalization;
using System.Net.Http.Headers;

namespace SensorWatch.Functions.Runtime;

/// <summary>An event that Lambda handed over, with its headers.</summary>
/// <param name="RequestId"><c>Lambda-Runtime-Aws-Request-Id</c>.</param>
/// <param name="Deadline"><c>Lambda-Runtime-Deadline-Ms</c>: when Lambda ends the execution environment.</param>
/// <param name="InvokedFunctionArn"><c>Lambda-Runtime-Invoked-Function-Arn</c>.</param>
/// <param name="Payload">The event, JSON in UTF-8.</param>
internal sealed record Invocation(string RequestId, DateTimeOffset Deadline, string InvokedFunctionArn, ReadOnlyMemory<byte> Payload)
{
    /// <summary><c>Lambda-Runtime-Trace-Id</c>, AWS X-Ray's header.</summary>
    public string? TraceId { get; init; }

    /// <summary>The same, if AWS X-Ray keeps the trace; null for one that can't be looked up, and that no log line needs to name.</summary>
    public string? RecordedTraceId => TraceId?.Contains("Sampled=1", StringComparison.Ordinal) == true ? TraceId : null;

    /// <summary><c>Lambda-Runtime-Aws-Tenant-Id</c>, for functions with tenant isolation.</summary>
    public string? TenantId { get; init; }

    /// <summary><c>Lambda-Runtime-Client-Context</c>, JSON.</summary>
    public string? ClientContext { get; init; }

    /// <summary><c>Lambda-Runtime-Cognito-Identity</c>, JSON.</summary>
    public string? CognitoIdentity { get; init; }

    /// <summary>Reads the headers of <c>next</c>.</summary>
    /// <exception cref="InvalidDataException">A header that Lambda always sends is missing or malformed.</exception>
    public static Invocation From(HttpResponseHeaders headers, ReadOnlyMemory<byte> payload)
    {
        var deadline = Required("Lambda-Runtime-Deadline-Ms");
        if (!long.TryParse(deadline, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            throw new InvalidDataException($"Lambda-Runtime-Deadline-Ms must be epoch milliseconds, and is \"{deadline}\".");
        }

        return new(
            Required("Lambda-Runtime-Aws-Request-Id"),
            DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
            Required("Lambda-Runtime-Invoked-Function-Arn"),
            payload)
        {
            TraceId = Optional("Lambda-Runtime-Trace-Id"),
            TenantId = Optional("Lambda-Runtime-Aws-Tenant-Id"),
            ClientContext = Optional("Lambda-Runtime-Client-Context"),
            CognitoIdentity = Optional("Lambda-Runtime-Cognito-Identity"),
        };

        string? Optional(string name) =>
            headers.TryGetValues(name, out var values) && string.Join(',', values) is { Length: > 0 } value ? value : null;

        string Required(string name) =>
            Optional(name) ?? throw new InvalidDataException($"The Lambda Runtime API sent an invocation without {name}.");
    }
}

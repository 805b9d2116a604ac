using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions.Asynchronous;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Console.Invocations;

/// <summary>Invokes a function with an event of a person's: <c>POST functions/{name}/invoke</c>.</summary>
internal sealed class InvokeView(ConsoleServices services, FunctionViews functions)
{
    public IEnumerable<ConsoleRoute> Routes() =>
        [ConsoleRoute.Post<InvokeRequest>("functions/{name}/invoke", (call, request) => InvokeAsync(functions.Find(call.Parameter("name")), request, call.Aborted))];

    private Task<object> InvokeAsync(FunctionResource function, InvokeRequest request, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> payload = request.Payload is null ? "null"u8.ToArray() : JsonResponse.Encode(request.Payload);
        return request.Type switch
        {
            InvokeRequest.RequestResponse => CallAsync(function, payload, cancellationToken),
            InvokeRequest.Event => Task.FromResult<object>(Accept(function, payload)),
            _ => throw ConsoleErrors.Invalid($"type takes {InvokeRequest.RequestResponse} or {InvokeRequest.Event}, and '{request.Type}' came."),
        };
    }

    private async Task<object> CallAsync(FunctionResource function, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await services.Functions.InvokeAndSettleAsync(function.Arn, payload, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return new InvokeAnswer(result.RequestId, result.Throttled ? 429 : 200)
        {
            FunctionError = result.FunctionError,
            Payload = Read(result.Payload),
            DurationMs = services.Invocations.Of(function.Name).FirstOrDefault(invocation => invocation.RequestId == result.RequestId)?.DurationMs ?? Math.Round(elapsed, 2),
            Logs = [.. services.Logs.Read(new() { RequestId = result.RequestId }).Select(LogLine.Of)],
        };
    }

    private InvokeAnswer Accept(FunctionResource function, ReadOnlyMemory<byte> payload) => payload.Length > AsynchronousInvocations.MaximumBytes
        ? throw ConsoleErrors.Invalid($"An asynchronous invocation takes {AsynchronousInvocations.MaximumBytes} bytes at most, and {payload.Length} came.")
        : new InvokeAnswer(services.Asynchronous.Accept(function.Arn, payload), 202);

    /// <summary>An answer that is no JSON is shown as text.</summary>
    private static JsonNode? Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return payload.IsEmpty ? null : JsonNode.Parse(payload.Span, documentOptions: new() { MaxDepth = 128 });
        }
        catch (JsonException)
        {
            return System.Text.Encoding.UTF8.GetString(payload.Span);
        }
    }
}

/// <summary>Asks for an invocation.</summary>
internal sealed record InvokeRequest
{
    /// <summary>Waits for the answer.</summary>
    public const string RequestResponse = "RequestResponse";

    /// <summary>Leaves the event with Lambda, which tries again when the function fails.</summary>
    public const string Event = "Event";

    /// <summary>The event.</summary>
    public JsonNode? Payload { get; init; }

    public string Type { get; init; } = RequestResponse;
}

/// <summary>What came of an invocation.</summary>
/// <param name="RequestId">Lambda's request id.</param>
/// <param name="StatusCode">200, 202 for one that was accepted, 429 for one that was throttled.</param>
internal sealed record InvokeAnswer(string RequestId, int StatusCode)
{
    public string StepId => RecentInvocation.StepIdOf(RequestId);

    public string? FunctionError { get; init; }

    public JsonNode? Payload { get; init; }

    public double DurationMs { get; init; }

    public IReadOnlyList<LogLine> Logs { get; init; } = [];
}

using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Queues;

namespace SensorWatch.Local.Functions.Asynchronous;

/// <summary>
/// The end of an asynchronous invocation, for those who are told of it.
/// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
/// </summary>
/// <param name="Condition">One of the constants of <see cref="AsynchronousStep"/>.</param>
/// <param name="Invocation">The invocation.</param>
/// <param name="Result">What came of the last attempt; null when there was none.</param>
/// <param name="Timestamp">When it ended.</param>
internal sealed record InvocationRecord(string Condition, AsynchronousInvocation Invocation, InvocationResult? Result, DateTimeOffset Timestamp)
{
    private const int MaximumErrorMessageLength = 1_024;

    public bool Succeeded => Condition == AsynchronousStep.Success;

    /// <summary>The document that destinations get.</summary>
    /// <param name="functionArn">The function.</param>
    public JsonObject ToJson(string functionArn)
    {
        var record = new JsonObject
        {
            ["version"] = "1.0",
            ["timestamp"] = Timestamp.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ"),
            ["requestContext"] = new JsonObject
            {
                ["requestId"] = Invocation.RequestId,
                ["functionArn"] = $"{functionArn}:$LATEST",
                ["condition"] = Condition,
                ["approximateInvokeCount"] = Invocation.Failures + (Succeeded ? 1 : 0),
            },
            ["requestPayload"] = JsonNode.Parse(Invocation.Payload.Span),
        };

        // A throttled function was not called, and has answered nothing.
        if (Result is { Throttled: false } result)
        {
            var context = new JsonObject { ["statusCode"] = 200, ["executedVersion"] = "$LATEST" };
            if (result.FunctionError is { } error)
            {
                context["functionError"] = error;
            }

            record["responseContext"] = context;
            record["responsePayload"] = ResponsePayload(result.Payload);
        }

        return record;
    }

    /// <summary>
    /// The message for the function's dead-letter queue: the event, and what went wrong.
    /// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq
    /// </summary>
    public (string Body, IReadOnlyDictionary<string, MessageAttribute> Attributes) ToDeadLetter()
    {
        var attributes = new Dictionary<string, MessageAttribute>
        {
            ["RequestID"] = MessageAttribute.Text(Invocation.RequestId),
            ["ErrorCode"] = new("Number", Result is { Throttled: true } ? "429" : "200"),
        };
        var message = ErrorMessage();
        if (message.Length > 0)
        {
            attributes["ErrorMessage"] = MessageAttribute.Text(message.Length > MaximumErrorMessageLength ? message[..MaximumErrorMessageLength] : message);
        }

        return (System.Text.Encoding.UTF8.GetString(Invocation.Payload.Span), attributes);
    }

    private string ErrorMessage() => Result switch
    {
        null => "The event was too old before the function could be called.",
        { Throttled: true } => "Rate Exceeded.",
        { Payload: var payload } => ResponsePayload(payload) is JsonObject error && error["errorMessage"] is JsonValue message ? message.ToString() : "",
    };

    /// <summary>An answer that is no JSON is told as a string.</summary>
    private static JsonNode? ResponsePayload(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return payload.IsEmpty ? null : JsonNode.Parse(payload.Span);
        }
        catch (JsonException)
        {
            return System.Text.Encoding.UTF8.GetString(payload.Span);
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Console.Invocations;
using SensorWatch.Local.Queues;

namespace SensorWatch.Local.Console.Messages;

/// <summary>Why a message is in a dead-letter queue.</summary>
/// <param name="Code">The service's code: EventBridge's <c>NO_PERMISSIONS</c>, Lambda's <c>RetriesExhausted</c>; <c>MAX_RECEIVES</c> for SQS, which has none.</param>
/// <param name="Message">For people.</param>
internal sealed record DeadLetterReason(string Code, string Message)
{
    public const string MaximumReceives = "MAX_RECEIVES";

    /// <summary>The step of the invocation that failed; null when it isn't known.</summary>
    public string? Invocation { get; init; }

    /// <summary>What was logged about it.</summary>
    public IReadOnlyList<LogLine>? Logs { get; init; }

    /// <summary>The reason that the message itself gives; null when it gives none.</summary>
    public static DeadLetterReason? Of(StoredMessage message, IReadOnlyDictionary<string, string> attributes) =>
        message.Source is not null ? null
        : OfEventBridge(attributes) ?? OfLambda(attributes) ?? OfRecord(message.Body);

    /// <summary>https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html</summary>
    private static DeadLetterReason? OfEventBridge(IReadOnlyDictionary<string, string> attributes) =>
        attributes.TryGetValue("ERROR_CODE", out var code) ? new(code, attributes.GetValueOrDefault("ERROR_MESSAGE", "")) : null;

    /// <summary>https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq</summary>
    private static DeadLetterReason? OfLambda(IReadOnlyDictionary<string, string> attributes) =>
        attributes.TryGetValue("RequestID", out var requestId) && attributes.TryGetValue("ErrorCode", out var code)
            ? new(code, attributes.GetValueOrDefault("ErrorMessage", "")) { Invocation = RecentInvocation.StepIdOf(requestId) }
            : null;

    /// <summary>
    /// What Lambda tells of a failed asynchronous invocation or batch of a stream.
    /// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    /// </summary>
    private static DeadLetterReason? OfRecord(string body)
    {
        if (ReadRecord(body) is not { } record || record["requestContext"]!["condition"]?.ToString() is not { } condition)
        {
            return null;
        }

        var error = record["responsePayload"] as JsonObject;
        var message = error?["errorMessage"]?.ToString()
            ?? (record["responseContext"]?["functionError"]?.ToString() is { } functionError ? $"The function failed: {functionError}." : "The function was not called.");
        var type = error?["errorType"]?.ToString();
        return new(condition, type is null ? message : $"{type}: {message}")
        {
            Invocation = record["requestContext"]!["requestId"]?.ToString() is { } id ? RecentInvocation.StepIdOf(id) : null,
        };
    }

    /// <summary>The document that Lambda sends to destinations; null when it is another.</summary>
    public static JsonObject? ReadRecord(string body)
    {
        if (!body.Contains("\"requestContext\"", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(body) is JsonObject record && record["requestContext"] is JsonObject context && context["functionArn"] is JsonValue ? record : null;
        }
        catch (JsonException)
        {
            // A body that only looks like one.
            return null;
        }
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Events;
using SensorWatch.Local.Queues;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Console.Messages;

/// <summary>Where a dead-letter queue's message goes back to, or why it can't.</summary>
internal sealed record RedriveDestination
{
    /// <summary>The queue or function; null when it can't go back.</summary>
    public string? Arn { get; private init; }

    /// <summary>Why it can't; null when it can.</summary>
    public string? Problem { get; private init; }

    /// <summary>What is sent there; null for the message as it is.</summary>
    public string? Input { get; private init; }

    /// <summary>A message that SQS moved goes back to the queue that it came from; what a rule could not deliver, to the rule's target; a failed
    /// event of an asynchronous invocation, to its function.</summary>
    public static RedriveDestination Of(StoredMessage message, QueueResource deadLetterQueue, QueueRoles roles, IReadOnlyList<CompiledRule> rules)
    {
        if (message.Source is { } source)
        {
            return roles.CanTake(source) ? new() { Arn = source } : No($"its source queue {source} is not part of this deployment");
        }

        var attributes = MessageStore.ToAttributes(message.Attributes);
        if (attributes.TryGetValue("TARGET_ARN", out var target) && attributes.TryGetValue("RULE_ARN", out var rule))
        {
            return ToTarget(message, rule.StringValue, target.StringValue, deadLetterQueue, roles, rules);
        }

        return DeadLetterReason.ReadRecord(message.Body) is { } record ? ToFunction(record, roles)
            : attributes.ContainsKey("RequestID") && roles.FunctionsOf(deadLetterQueue) is [var function] ? new() { Arn = function.Arn, Input = message.Body }
            : No("it says neither which queue nor which target it comes from: nobody but its sender knows where it belongs");
    }

    /// <summary>The dead-letter queue has the event before any transformation; the target gets what the rule makes of it.</summary>
    private static RedriveDestination ToTarget(
        StoredMessage message, string? ruleArn, string? targetArn, QueueResource deadLetterQueue, QueueRoles roles, IReadOnlyList<CompiledRule> rules)
    {
        if (targetArn is null || !roles.CanTake(targetArn))
        {
            return No($"its target {targetArn} is neither a queue nor a function of this deployment");
        }

        var (target, input) = rules.FirstOrDefault(rule => rule.Resource.Arn == ruleArn)?.Targets
            .OrderByDescending(target => target.Target.DeadLetterArn == deadLetterQueue.Arn)
            .FirstOrDefault(target => target.Target.Arn == targetArn) ?? default;
        if (target is null)
        {
            return No($"no rule {ruleArn} of this deployment has the target {targetArn}");
        }

        try
        {
            using var @event = BusEvent.Read(message.Body, message.TraceHeader, MessageStore.Time(message.SentAt));
            return input(@event) is { } body ? new() { Arn = targetArn, Input = body } : No("what the rule's target takes of the event isn't there");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return No($"its body is no event: {exception.Message}");
        }
    }

    private static RedriveDestination ToFunction(JsonObject record, QueueRoles roles)
    {
        var arn = record["requestContext"]!["functionArn"]!.ToString().Replace(":$LATEST", "", StringComparison.Ordinal);
        return !roles.CanTake(arn) ? No($"its function {arn} is not part of this deployment")
            : record["requestPayload"] is { } payload ? new() { Arn = arn, Input = Encoding.UTF8.GetString(Endpoint.JsonResponse.Encode(payload)) }
            : No("it tells of a stream's records, and does not hold them: they are in the stream, until it forgets them");
    }

    /// <summary>It can't.</summary>
    public static RedriveDestination No(string problem) => new() { Problem = problem };
}

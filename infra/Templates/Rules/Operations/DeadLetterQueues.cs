using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Operations;

/// <summary>A queue that keeps what others could not handle.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Senders">Whose failures it keeps.</param>
/// <param name="IsRedriven">SQS itself moves messages there, by another queue's redrive policy.</param>
internal sealed record DeadLetterQueue(Resource Queue, IReadOnlyList<Resource> Senders, bool IsRedriven);

/// <summary>Finds the queues that anything names for its failures, whatever its type.</summary>
internal static class DeadLetterQueues
{
    private const string RedriveTarget = "deadLetterTargetArn";

    public static IEnumerable<DeadLetterQueue> Of(DesignContext context) =>
        from resource in context.Deployment.Resources
        from named in Named(resource.Properties).Distinct()
        let queue = context.FindByArn(named)
        where queue?.Type == QueueResource.Type
        group resource by queue into users
        select new DeadLetterQueue(users.Key, [.. users], users.Any(user => user.Type == QueueResource.Type));

    /// <summary>
    /// The ARNs in redrive policies (of queues and subscriptions), in <c>DeadLetterConfig</c> (of rules' targets, schedules,
    /// buses, pipes and functions) and in <c>OnFailure</c> destinations (of mappings and asynchronous invocations).
    /// </summary>
    private static IEnumerable<string> Named(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    string?[] arns = name switch
                    {
                        RedriveTarget => [TextOf(value)],
                        "DeadLetterConfig" => [TextOf((value as JsonObject)?["Arn"]), TextOf((value as JsonObject)?["TargetArn"])],
                        "OnFailure" => [TextOf((value as JsonObject)?["Destination"])],
                        "RedrivePolicy" => [RedriveTargetIn(TextOf(value))],
                        _ => [],
                    };
                    foreach (var arn in arns.OfType<string>().Concat(Named(value)))
                    {
                        yield return arn;
                    }
                }

                break;
            case JsonArray items:
                foreach (var arn in items.SelectMany(Named))
                {
                    yield return arn;
                }

                break;
        }
    }

    /// <summary>A redrive policy may be JSON in a text.</summary>
    private static string? RedriveTargetIn(string? policy)
    {
        try
        {
            return policy is null ? null : TextOf((JsonNode.Parse(policy) as JsonObject)?[RedriveTarget]);
        }
        catch (JsonException)
        {
            // A text that is no policy names no queue; other rules say what is wrong with it.
            return null;
        }
    }

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

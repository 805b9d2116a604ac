using System.Text.Json.Nodes;
using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Rules.Delivery;

/// <summary>What becomes of an event that a rule or schedule can't deliver.</summary>
internal static class TargetRules
{
    private const string Attempts = "MaximumRetryAttempts";
    private const string Age = "MaximumEventAgeInSeconds";

    private static readonly DesignRule DeadLetterQueue = new()
    {
        Id = "delivery/target-dead-letter-queue",
        Sentence = "Every target of a rule or schedule has a dead-letter queue.",
        Mend = "Give the target a DeadLetterConfig with the ARN of a standard queue.",
        Source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
        Check = context => from target in DeliveryTarget.Of(context.Deployment)
                           where !HasDeadLetterQueue(target.Properties)
                           select new Finding(target.Owner, $"{target.Name} has no dead-letter queue: an event that can't be delivered to it is lost."),
    };

    private static readonly DesignRule RetryPolicy = new()
    {
        Id = "delivery/target-retry-policy",
        Sentence = "Every target of a rule or schedule says how often and how long to try again, at least once.",
        Mend = $"Give the target a RetryPolicy with {Attempts} (1-185) and {Age} (60-86400).",
        Source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html",
        Check = context => from target in DeliveryTarget.Of(context.Deployment)
                           let fault = RetryFault(target.Properties)
                           where fault is not null
                           select new Finding(target.Owner, $"{target.Name} {fault}"),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [DeadLetterQueue, RetryPolicy];

    private static bool HasDeadLetterQueue(JsonObject target) => target["DeadLetterConfig"] switch
    {
        null => false,
        JsonObject config => config["Arn"] is not null,
        _ => true,
    };

    private static string? RetryFault(JsonObject target)
    {
        var policy = target["RetryPolicy"];
        if (policy is not (null or JsonObject))
        {
            return null;
        }

        List<string> missing = [.. new[] { Attempts, Age }.Where(name => JsonValues.At(policy, name) is null)];
        return missing.Count > 0 ? $"declares no {string.Join(" and no ", missing)}: 185 attempts in 86400 s are made unless it says otherwise."
            : JsonValues.At(policy, Attempts) is JsonValue value && IntrinsicFunctions.ToText(value) == "0"
            ? $"has {Attempts} 0: one failed attempt, and the event is given up. At least 1 is expected."
            : null;
    }
}

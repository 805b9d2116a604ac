using Amazon.SQS.Model;
using SensorWatch.Operate.Environments;

namespace SensorWatch.Operate.DeadLetters;

/// <summary>Where a message of a dead-letter queue goes when it is tried again; pure.</summary>
/// <param name="Queue">The queue; null when it can't be sent again.</param>
/// <param name="Obstacle">Why not, and what to do instead; null when it can.</param>
internal sealed record RedriveTarget(EnvironmentQueue? Queue, string? Obstacle)
{
    public static RedriveTarget Of(Message message, DeadLetterQueue letters, DeployedSystem system)
    {
        if (FailureReason.Attribute(message, RuleAttributes.Target) is { } targetArn)
        {
            return OfRule(FailureReason.Attribute(message, RuleAttributes.Rule), targetArn, letters, system);
        }

        if (FailureReason.SourceOf(message, letters) is { } source)
        {
            return new(source, null);
        }

        return FailureReason.Of(message, letters, system.Environment) switch
        {
            { At: FailedAt.Stream } => Not("it names changes of a table and doesn't hold them; mend the function, and change the items again"),
            { At: FailedAt.Function } => Not("it was no queue's message; invoke the function again with what the body says"),
            _ => Not("nothing says where it came from"),
        };
    }

    private static RedriveTarget OfRule(string? ruleArn, string targetArn, DeadLetterQueue letters, DeployedSystem system)
    {
        if (letters.Rules.FirstOrDefault(rule => rule.Arn == ruleArn) is { } rule && rule.Targets.Any(target => target.Arn == targetArn && target.Transforms))
        {
            return Not("the rule sends its target something else than the event; replay it: replay --rule " + system.Environment.ShortName(rule.Name));
        }

        return system.Queues.FirstOrDefault(queue => queue.Arn == targetArn) is { } target
            ? new(target, null)
            : Not($"its target {targetArn} is no queue of this environment; replay it: replay --rule {ruleArn?[(ruleArn.LastIndexOf('/') + 1)..]}");
    }

    private static RedriveTarget Not(string obstacle) => new(null, obstacle);
}

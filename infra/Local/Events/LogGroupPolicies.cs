using SensorWatch.Local.Access;
using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>
/// What the policies of CloudWatch Logs and of log groups let EventBridge do: it may write only where one of them lets it.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
/// </summary>
internal sealed class LogGroupPolicies(DeploymentPolicies policies)
{
    /// <summary>What it takes to write an event: a stream is made for it.</summary>
    private static readonly string[] Actions = ["logs:CreateLogStream", "logs:PutLogEvents"];

    /// <summary>The policies that break the grammar: CloudWatch Logs would refuse them.</summary>
    public IEnumerable<Refusal> Refusals => policies.LogPolicies.Where(policy => policy.Fault is not null)
        .Select(policy => new Refusal(policy.DeclaredBy.Path, $"{policy.Property}: {policy.Fault}"));

    /// <summary>The first action that EventBridge may not do for a rule; null when it may do all.</summary>
    public string? Missing(string groupArn, string streamName, string ruleArn)
    {
        List<PolicyDocument> documents = [.. policies.OnLogGroup(groupArn).Select(policy => policy.Document)];
        return Actions.FirstOrDefault(action => !ServiceAccess.IsAllowed(
            documents, EventDelivery.Principal, action, $"{LogGroupResource.WithoutStreams(groupArn)}:log-stream:{streamName}", ruleArn));
    }
}

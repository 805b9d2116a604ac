using System.Text.Json.Nodes;
using SensorWatch.Local.Access;
using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>
/// The resource policies of CloudWatch Logs: those of the account or a log group (<c>AWS::Logs::ResourcePolicy</c>), and the log groups' own.
/// EventBridge may write only where one of them lets it.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
/// </summary>
public sealed class LogGroupPolicies
{
    public const string Type = "AWS::Logs::ResourcePolicy";

    /// <summary>What it takes to write an event: a stream is made for it.</summary>
    private static readonly string[] Actions = ["logs:CreateLogStream", "logs:PutLogEvents"];

    private readonly List<(string? GroupArn, PolicyDocument Document)> _policies = [];

    private LogGroupPolicies(Deployment deployment)
    {
        List<Refusal> refusals = [];
        Read(deployment.OfType(Type), "PolicyDocument", policy => policy.Properties["ResourceArn"]?.ToString());
        Read(deployment.LogGroups.Select(group => group.Resource), "ResourcePolicyDocument", group => group.Attributes["Arn"]);
        Refusals = refusals;

        void Read(IEnumerable<Resource> resources, string property, Func<Resource, string?> groupOf)
        {
            foreach (var resource in resources)
            {
                try
                {
                    if (resource.Properties[property] is { } document)
                    {
                        _policies.Add((groupOf(resource) is { } arn ? WithoutStreams(arn) : null, document is JsonObject json ? PolicyDocument.Parse(json) : PolicyDocument.Parse(document.ToString())));
                    }
                }
                catch (FormatException invalid)
                {
                    refusals.Add(new(resource.Path, $"{property}: {invalid.Message}"));
                }
            }
        }
    }

    /// <summary>The policies that break the grammar: CloudWatch Logs would refuse them.</summary>
    public IReadOnlyList<Refusal> Refusals { get; }

    public static LogGroupPolicies Of(Deployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        return new(deployment);
    }

    /// <summary>The log group's ARN without the <c>:*</c> for its streams, which CloudFormation's has.</summary>
    internal static string WithoutStreams(string arn) => arn.EndsWith(":*", StringComparison.Ordinal) ? arn[..^2] : arn;

    /// <summary>The first action that EventBridge may not do for a rule; null when it may do all.</summary>
    internal string? Missing(string groupArn, string streamName, string ruleArn)
    {
        var policies = _policies.Where(policy => policy.GroupArn is null || policy.GroupArn == groupArn).Select(policy => policy.Document).ToList();
        return Actions.FirstOrDefault(action =>
            !ServiceAccess.IsAllowed(policies, EventDelivery.Principal, action, $"{groupArn}:log-stream:{streamName}", ruleArn));
    }
}

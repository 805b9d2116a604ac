using Amazon.CDK;
using Constructs;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// Answers to cdk-nag, the checker in <c>tests/Nag</c>: a finding that is no fault here is acknowledged where the resource is
/// made, with the reason. It goes into the template as cdk-nag itself writes it,
/// <c>Metadata: { cdk_nag: { rules_to_suppress: [{ id, reason }] } }</c>, and the check fails once it is about nothing:
/// https://github.com/cdklabs/cdk-nag
/// </summary>
public static class NagAcknowledgement
{
    private const string MetadataKey = "cdk_nag";
    private const string RulesKey = "rules_to_suppress";

    /// <summary>Acknowledges one finding about a resource.</summary>
    /// <param name="construct">The resource, or the higher construct whose resource it is.</param>
    /// <param name="finding">The rule's id, and in brackets what it found if it says so: <c>AwsSolutions-IAM5[Resource::*]</c>.</param>
    /// <param name="reason">Why it is no fault here.</param>
    /// <exception cref="ArgumentException">There is no reason, or no resource.</exception>
    public static void Acknowledge(this IConstruct construct, string finding, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(finding);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var resource = construct as CfnResource ?? construct.Node.DefaultChild as CfnResource
            ?? throw new ArgumentException($"{construct.Node.Path} is no resource. Acknowledge {finding} on the resource that it is about.", nameof(construct));
        var rule = new Dictionary<string, object> { ["id"] = finding, ["reason"] = reason };
        resource.AddMetadata(MetadataKey, new Dictionary<string, object> { [RulesKey] = (object[])[.. RulesOf(resource), rule] });
    }

    private static object[] RulesOf(CfnResource resource) =>
        resource.GetMetadata(MetadataKey) is IDictionary<string, object> metadata ? (object[])metadata[RulesKey] : [];
}

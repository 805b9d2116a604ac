using System.Collections.Concurrent;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Access;

/// <summary>The policies of a deployment, and what they are attached to.</summary>
public sealed class DeploymentPolicies
{
    private readonly Deployment _deployment;
    // Roles are read when they are asked for, in the local run by requests that come at the same time.
    private readonly ConcurrentDictionary<string, RolePolicies> _roles = new(StringComparer.Ordinal);

    private DeploymentPolicies(Deployment deployment)
    {
        _deployment = deployment;
        All = [.. deployment.Resources.SelectMany(resource =>
            StatementProperties.Read(resource) is { } statement ? [statement] : PolicyProperties.Read(resource))];
        OnResources = All.Where(policy => policy.Kind == PolicyKind.Resource)
            .SelectMany(policy => policy.AttachedTo.Select(on => (On: ArnOf(on, policy.DeclaredBy), Policy: policy)))
            .ToLookup(attached => attached.On, attached => attached.Policy);
    }

    /// <summary>Every policy, in the templates' order. What can't be read has a <see cref="AttachedPolicy.Fault"/>.</summary>
    public IReadOnlyList<AttachedPolicy> All { get; }

    /// <summary>Policies of resources by the resource's ARN: of queues, topics, buckets, buses, functions, tables, keys and secrets.</summary>
    public ILookup<string, AttachedPolicy> OnResources { get; }

    /// <summary>Finds the policies of a deployment.</summary>
    public static DeploymentPolicies Of(Deployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        return new(deployment);
    }

    /// <summary>
    /// The policies that speak of a log group: its own, and those of CloudWatch Logs for it or for all log groups of the account.
    /// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
    /// </summary>
    /// <param name="arn">The log group's ARN, with or without the <c>:*</c> for its streams.</param>
    public IEnumerable<AttachedPolicy> OnLogGroup(string arn) => LogPolicies.Where(policy =>
        policy.AttachedTo.Count == 0 || policy.AttachedTo.Any(on => LogGroupResource.WithoutStreams(on) == LogGroupResource.WithoutStreams(arn)));

    /// <summary>The policies of log groups and of CloudWatch Logs.</summary>
    public IReadOnlyList<AttachedPolicy> LogPolicies =>
        field ??= [.. All.Where(policy => policy.DeclaredBy.Type is PolicyProperties.LogPolicyType or LogGroupResource.Type)];

    /// <summary>What a role may do: its own policies, those of resources that name it, and AWS's that it has.</summary>
    /// <param name="roleArn">The role's ARN.</param>
    public RolePolicies OfRole(string roleArn)
    {
        ArgumentNullException.ThrowIfNull(roleArn);
        return _roles.GetOrAdd(roleArn, ReadRole);
    }

    /// <summary>Whether a request is allowed by this deployment's policies of the caller and of the resource.</summary>
    /// <param name="request">The call; the resource's ARN may be of something below a resource, such as a bucket's object.</param>
    public AccessDecision Evaluate(AccessRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return PolicyEvaluation.Evaluate(
            request,
            request.Caller.Arn is { } role ? OfRole(role).Documents : [],
            OnResources[OwnerOf(request.Resource)].Select(policy => policy.Document));
    }

    private RolePolicies ReadRole(string roleArn)
    {
        if (_deployment.OfType("AWS::IAM::Role").FirstOrDefault(role => role.Attributes.GetValueOrDefault("Arn") == roleArn) is not { } role)
        {
            return new(null, [], [], []);
        }

        List<string> managed = [.. PolicyProperties.Texts(role.Properties["ManagedPolicyArns"])];
        List<AttachedPolicy> own = [.. All.Where(policy => policy.Kind == PolicyKind.Identity
            && (policy.AttachedTo.Contains(roleArn) || policy.AttachedTo.Contains(role.Name) || managed.Contains(policy.DeclaredBy.PhysicalId)))];
        var others = managed.Except(own.Select(policy => policy.DeclaredBy.PhysicalId)).ToList();
        return new(
            role,
            own,
            [.. others.Select(AwsManagedPolicies.Find).OfType<PolicyDocument>()],
            [
                .. others.Where(arn => AwsManagedPolicies.Find(arn) is null),
                .. own.Where(policy => policy.Fault is not null).Select(policy => policy.Property),
            ]);
    }

    /// <summary>The ARN behind a name, address or ARN that a policy is attached to; the text itself when it is of nothing here.</summary>
    private string ArnOf(string on, Resource declaredBy)
    {
        if (declaredBy.Type == "AWS::Lambda::Permission")
        {
            return _deployment.FindFunction(on)?.Arn ?? on;
        }

        return on.StartsWith("arn:", StringComparison.Ordinal)
            ? on
            : _deployment.Resources.FirstOrDefault(resource => (resource.PhysicalId == on || resource.Name == on)
                && resource.Type == OwnerType(declaredBy.Type))?.Attributes.GetValueOrDefault("Arn") ?? on;
    }

    private static string OwnerType(string policyType) => policyType switch
    {
        "AWS::SQS::QueuePolicy" or "AWS::SQS::QueueInlinePolicy" => QueueResource.Type,
        "AWS::S3::BucketPolicy" => BucketResource.Type,
        "AWS::Events::EventBusPolicy" => EventBusResource.Type,
        _ => policyType,
    };

    /// <summary>A bucket's object is below its bucket, an index or stream below its table.</summary>
    private string OwnerOf(string arn) => OnResources.Contains(arn)
        ? arn
        : OnResources.Select(policies => policies.Key).FirstOrDefault(owner => arn.StartsWith($"{owner}/", StringComparison.Ordinal)) ?? arn;
}

/// <summary>What a role may do.</summary>
/// <param name="Role">The role; null when the deployment doesn't declare it.</param>
/// <param name="Own">The policies that the deployment declares for it.</param>
/// <param name="AwsManaged">Those of AWS that it has and whose text is known here.</param>
/// <param name="Unknown">ARNs of managed policies, and properties with policies, whose text is not known or can't be read.</param>
public sealed record RolePolicies(
    Resource? Role, IReadOnlyList<AttachedPolicy> Own, IReadOnlyList<PolicyDocument> AwsManaged, IReadOnlyList<string> Unknown)
{
    /// <summary>Whether all of its rights are known, so that a missing one is missing indeed.</summary>
    public bool IsComplete => Role is not null && Unknown.Count == 0;

    public IEnumerable<PolicyDocument> Documents => Own.Select(policy => policy.Document).Concat(AwsManaged);
}

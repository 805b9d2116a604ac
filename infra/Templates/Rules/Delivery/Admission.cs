using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Delivery;

/// <summary>What a resource's policies say of a service's call.</summary>
internal enum Admission
{
    Admitted,
    Refused,

    /// <summary>It hangs on a value that only the AWS account knows, or on policies that stand elsewhere.</summary>
    Unknown,
}

/// <summary>Asks the policies of queues, topics, log groups and functions.</summary>
internal static class Admissions
{
    /// <summary>CDK's targets make the policies of log groups with it, by a call.</summary>
    private const string CdkLogPolicyType = "Custom::CloudwatchLogResourcePolicy";

    private static readonly Dictionary<string, (string[] Actions, string[] Policies)> Doors = new()
    {
        [QueueResource.Type] = (["sqs:SendMessage"], ["AWS::SQS::QueuePolicy", "AWS::SQS::QueueInlinePolicy"]),
        [TopicResource.Type] = (["sns:Publish"], ["AWS::SNS::TopicPolicy", "AWS::SNS::TopicInlinePolicy"]),
        [LogGroupResource.Type] = (["logs:CreateLogStream", "logs:PutLogEvents"], []),
        [FunctionResource.Type] = (["lambda:InvokeFunction"], [FunctionPermissionResource.Type]),
    };

    /// <summary>Whether a service may call for a resource.</summary>
    public static Admission Of(DesignContext context, Resource receiver, string service, string sourceArn)
    {
        var isLogGroup = receiver.Type == LogGroupResource.Type;
        if (!Doors.TryGetValue(receiver.Type, out var door) || (isLogGroup && context.Deployment.OfType(CdkLogPolicyType).Any()))
        {
            return Admission.Unknown;
        }

        List<AttachedPolicy> policies = [.. PoliciesOf(context, receiver, door.Policies)];
        var called = isLogGroup ? StreamOf(receiver, sourceArn) : ArnOf(receiver);
        List<Admission> admissions = [.. door.Actions.Select(action => Of(policies, ServiceRequest.Of(service, action, called, sourceArn), sourceArn))];
        return admissions.Contains(Admission.Refused) ? Admission.Refused
            : admissions.Contains(Admission.Unknown) ? Admission.Unknown
            : Admission.Admitted;
    }

    private static Admission Of(List<AttachedPolicy> policies, AccessRequest request, string sourceArn) =>
        PolicyEvaluation.Evaluate(request, [], policies.Select(policy => policy.Document)).IsAllowed ? Admission.Admitted
        : policies.Exists(policy => policy.Fault is not null || policy.AttachedTo.Any(name => name.IsUnresolved())) ? Admission.Unknown
        : policies.SelectMany(policy => policy.Document.Statements).Any(statement => MayLetIn(statement, request, sourceArn)) ? Admission.Unknown
        : Admission.Refused;

    /// <summary>Those on the resource, and those on what isn't known.</summary>
    private static IEnumerable<AttachedPolicy> PoliciesOf(DesignContext context, Resource receiver, string[] types)
    {
        return receiver.Type == LogGroupResource.Type
            ? context.Policies.OnLogGroup(ArnOf(receiver)).Concat(context.Policies.LogPolicies.Where(policy => policy.AttachedTo.Any(name => name.IsUnresolved())))
            : context.Policies.All.Where(policy => policy.Kind == PolicyKind.Resource && types.Contains(policy.DeclaredBy.Type) && policy.AttachedTo.Any(IsReceiver));

        bool IsReceiver(string name) => name.IsUnresolved() || name == receiver.PhysicalId || name == receiver.Name || name == ArnOf(receiver)
            || (receiver.Type == FunctionResource.Type && context.Deployment.FunctionOf(name) == receiver);
    }

    /// <summary>Whether a statement that lets the caller in, or keeps it out, hangs on what isn't known.</summary>
    private static bool MayLetIn(PolicyStatement statement, AccessRequest request, string sourceArn)
    {
        var principals = statement.Principal?.Principals ?? [];
        var isForCaller = principals.Any(principal => principal.Kind == PrincipalKind.Any || principal.Value.IsUnresolved()
            || (principal.Kind == PrincipalKind.Service && principal.Value.Split('.')[0] == request.Caller.Service!.Split('.')[0]));
        return isForCaller
            && (statement.Action.Matches(request.Action, ignoreCase: true, null) || statement.Action.Patterns.Any(pattern => pattern.IsUnresolved()))
            && statement.Conditions.All(condition => !request.IsNeverTold(condition) || condition.Holds(request.Context, statement.HasVariables))
            && (IsUnknown(statement, request)
                || (sourceArn.IsUnresolved() && statement.Effect == PolicyEffect.Allow)
                || statement.Conditions.Any(condition => !request.Context.Has(condition.Key) && !request.IsNeverTold(condition)));
    }

    private static bool IsUnknown(PolicyStatement statement, AccessRequest request) =>
        (statement.Principal?.Principals.Any(principal => principal.Value.IsUnresolved()) ?? false)
        || statement.Action.Patterns.Concat(statement.Resource?.Patterns ?? [])
            .Concat(statement.Conditions.Where(condition => !request.IsNeverTold(condition)).SelectMany(condition => condition.Values))
            .Any(text => text.IsUnresolved());

    /// <summary>Here a stream has the rule's name; AWS makes one up.</summary>
    private static string StreamOf(Resource logGroup, string ruleArn) =>
        $"{LogGroupResource.WithoutStreams(ArnOf(logGroup))}:log-stream:{ruleArn[(ruleArn.LastIndexOf('/') + 1)..]}";

    private static string ArnOf(Resource receiver) => receiver.Attributes.GetValueOrDefault(receiver.Type == TopicResource.Type ? "TopicArn" : "Arn") ?? receiver.PhysicalId;
}

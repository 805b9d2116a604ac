using SensorWatch.Templates.Access;
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

/// <summary>Asks the policies of queues, topics and functions.</summary>
internal static class Admissions
{
    private static readonly Dictionary<string, (string Action, string[] Policies)> Doors = new()
    {
        [QueueResource.Type] = ("sqs:SendMessage", ["AWS::SQS::QueuePolicy", "AWS::SQS::QueueInlinePolicy"]),
        [TopicResource.Type] = ("sns:Publish", ["AWS::SNS::TopicPolicy", "AWS::SNS::TopicInlinePolicy"]),
        [FunctionResource.Type] = ("lambda:InvokeFunction", [FunctionPermissionResource.Type]),
    };

    /// <summary>Whether a service may call for a resource.</summary>
    public static Admission Of(DesignContext context, Resource receiver, string service, string sourceArn)
    {
        if (!Doors.TryGetValue(receiver.Type, out var door))
        {
            return Admission.Unknown;
        }

        List<AttachedPolicy> policies = [.. PoliciesOf(context, receiver, door.Policies)];
        var request = new AccessRequest(Caller.OfService(service), door.Action, ArnOf(receiver)) { Context = ContextOf(service, sourceArn) };
        return PolicyEvaluation.Evaluate(request, [], policies.Select(policy => policy.Document)).IsAllowed ? Admission.Admitted
            : policies.Exists(policy => policy.Fault is not null || policy.AttachedTo.Any(name => name.IsUnresolved())) ? Admission.Unknown
            : policies.SelectMany(policy => policy.Document.Statements).Any(statement => MayLetIn(statement, request, sourceArn)) ? Admission.Unknown
            : Admission.Refused;
    }

    /// <summary>The keys of a service's call: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html</summary>
    private static AccessContext ContextOf(string service, string sourceArn)
    {
        var context = AccessContext.Empty
            .With("aws:SourceArn", sourceArn)
            .With("aws:SecureTransport", "true")
            .With("aws:PrincipalIsAWSService", "true")
            .With("aws:PrincipalServiceName", service);

        // A bucket's ARN doesn't tell whose it is.
        return sourceArn.Split(':') is [_, _, _, _, { Length: > 0 } account, ..] ? context.With("aws:SourceAccount", account) : context;
    }

    /// <summary>Those on the resource, and those on what isn't known.</summary>
    private static IEnumerable<AttachedPolicy> PoliciesOf(DesignContext context, Resource receiver, string[] types)
    {
        return context.Policies.All.Where(policy => policy.Kind == PolicyKind.Resource && types.Contains(policy.DeclaredBy.Type) && policy.AttachedTo.Any(IsReceiver));

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
            && (IsUnknown(statement)
                || (sourceArn.IsUnresolved() && statement.Effect == PolicyEffect.Allow)
                || statement.Conditions.Any(condition => !request.Context.Has(condition.Key)));
    }

    private static bool IsUnknown(PolicyStatement statement) =>
        (statement.Principal?.Principals.Any(principal => principal.Value.IsUnresolved()) ?? false)
        || statement.Action.Patterns.Concat(statement.Resource?.Patterns ?? []).Concat(statement.Conditions.SelectMany(condition => condition.Values))
            .Any(text => text.IsUnresolved());

    private static string ArnOf(Resource receiver) => receiver.Attributes.GetValueOrDefault(receiver.Type == TopicResource.Type ? "TopicArn" : "Arn") ?? receiver.PhysicalId;
}

using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Delivery;

/// <summary>Whether queues, topics, log groups and functions let those in who deliver to them.</summary>
internal static class AdmissionRules
{
    private const string EventBridgePage = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html";

    private static readonly DesignRule Target = new()
    {
        Id = "delivery/receiver-admits-sender",
        Sentence = "A queue, topic, log group or function lets in the rule, topic or bucket that delivers to it.",
        Mend = "Let the service do it in the receiver's policy (for a function an AWS::Lambda::Permission, for a log group an AWS::Logs::ResourcePolicy), with the sender's ARN as aws:SourceArn; EventBridge in a topic's policy without it.",
        Source = EventBridgePage,
        Check = context => Refused(context, CallKind.Delivery, "can't deliver"),
    };

    private static readonly DesignRule DeadLetters = new()
    {
        Id = "delivery/dead-letter-queue-admits-sender",
        Sentence = "A dead-letter queue of a rule's target or of a subscription lets that rule or topic in.",
        Mend = "Let the service do sqs:SendMessage in the queue's policy, with the ARN of the rule or topic as aws:SourceArn.",
        Source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
        Check = context => Refused(context, CallKind.DeadLetter, "can't put away what it could not deliver"),
    };

    private static readonly DesignRule OnlySender = new()
    {
        Id = "delivery/receiver-admits-sender-only",
        Sentence = "A queue, log group or function lets in exactly the rules that deliver to it, and not any rule of some name.",
        Mend = "Write the rule's whole ARN in aws:SourceArn, without * and ?.",
        Source = EventBridgePage,
        Check = context => from call in ServiceCall.Of(context.Deployment).DistinctBy(call => (call.Sender.Path, call.ReceiverArn))
                           where call.Service == ServiceCall.EventBridge
                           let receiver = context.ReceiverOf(call.ReceiverArn)
                           where receiver is not null and not { Type: TopicResource.Type }
                           from policy in receiver.Type == LogGroupResource.Type ? context.Policies.OnLogGroup(call.ReceiverArn) : context.Policies.OnResources[call.ReceiverArn]
                           from statement in policy.Document.Statements
                           where statement.Effect == PolicyEffect.Allow && (statement.Principal?.Principals.Any(principal => principal.Value == call.Service) ?? false)
                           let wide = statement.Conditions.FirstOrDefault(condition => condition.IsOn("aws:SourceArn"))?.Values.FirstOrDefault(value => IsWide(value, call.SourceArn))
                           where wide is not null
                           select new Finding(policy.DeclaredBy, $"{statement.Label} lets any rule in that '{wide}' fits; exactly {call.Sender.Path} is expected."),
    };

    private static readonly DesignRule Schedule = new()
    {
        Id = "delivery/schedule-role-admits",
        Sentence = "The role of a schedule may do what delivers to its target, and to its dead-letter queue.",
        Mend = "Allow it in the role that Target.RoleArn names.",
        Source = "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html",
        Check = context => from target in DeliveryTarget.Of(context.Deployment)
                           where target is { IsOfSchedule: true, RoleArn: not null } && context.Policies.OfRole(target.RoleArn).IsComplete
                           from arn in new[] { target.Arn, target.DeadLetterArn }.OfType<string>().Where(arn => !arn.IsUnresolved())
                           let action = ActionOn(arn)
                           where action is not null && IsRefused(context, target.RoleArn!, action, arn)
                           select new Finding(target.Owner, $"Its role may not do {action} on {context.NameOf(arn)}."),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Target, DeadLetters, OnlySender, Schedule];

    private static IEnumerable<Finding> Refused(DesignContext context, CallKind kind, string what) =>
        from call in ServiceCall.Of(context.Deployment)
        where call.Kind == kind
        let receiver = context.ReceiverOf(call.ReceiverArn)
        where receiver is not null && Admissions.Of(context, receiver, call.Service, call.SourceArn) == Admission.Refused
        select new Finding(
            call.Sender,
            $"It {what} to {receiver.Path}, whose {(receiver.Type == FunctionResource.Type ? "permissions let" : "policy lets")} {call.Service} not in for {call.SourceArn}.{(IsTopicOfRule(call, receiver) ? $" {ServiceRequest.NoTopicConditions}" : "")}");

    private static bool IsTopicOfRule(ServiceCall call, Resource receiver) => call.Service == ServiceCall.EventBridge && receiver.Type == TopicResource.Type;

    /// <summary>A pattern with wildcards that takes this rule, and others.</summary>
    private static bool IsWide(string value, string ruleArn) =>
        !value.IsUnresolved() && !ruleArn.IsUnresolved() && value.AsSpan().ContainsAny('*', '?') && Wildcard.Matches(value, ruleArn, ignoreCase: false, null);

    private static string? ActionOn(string arn) => arn.Split(':') switch
    {
        ["arn", _, "sqs", ..] => "sqs:SendMessage",
        ["arn", _, "sns", ..] => "sns:Publish",
        ["arn", _, "lambda", _, _, "function", ..] => "lambda:InvokeFunction",
        ["arn", _, "events", _, _, var bus] when bus.StartsWith("event-bus/", StringComparison.Ordinal) => "events:PutEvents",
        ["arn", _, "states", _, _, "stateMachine", ..] => "states:StartExecution",
        _ => null,
    };

    /// <summary>No statement speaks of it at all: a condition may hold or not.</summary>
    private static bool IsRefused(DesignContext context, string roleArn, string action, string arn)
    {
        if (context.Policies.Evaluate(new(Caller.Of(roleArn), action, arn)).IsAllowed)
        {
            return false;
        }

        return !context.Policies.OfRole(roleArn).Documents.SelectMany(document => document.Statements).Any(statement =>
            statement.Effect == PolicyEffect.Allow
            && statement.Action.Matches(action, ignoreCase: true, null)
            && (statement.Conditions.Count > 0 || (statement.Resource?.Patterns.Any(pattern => pattern.IsUnresolved()) ?? false)));
    }
}

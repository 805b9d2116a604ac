using Amazon.CDK;
using Constructs;
// Amazon.CDK has a CfnRule too.
using CfnRule = Amazon.CDK.AWS.Events.CfnRule;
using CfnRuleProps = Amazon.CDK.AWS.Events.CfnRuleProps;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// A rule that sends to one queue. It is the resource itself, not the higher construct: that one would let the rule read
/// the queue's attributes too, and its pattern type can't say everything that EventBridge can.
/// </summary>
public sealed class EventRule : Construct
{
    private readonly CfnRule _rule;

    /// <param name="scope">The parent.</param>
    /// <param name="id">Id below the parent.</param>
    /// <param name="consumer">The handler's name.</param>
    /// <param name="trigger">Bus, and pattern or schedule.</param>
    /// <param name="queue">The target.</param>
    /// <param name="undelivered">Takes what can't be delivered there.</param>
    public EventRule(Construct scope, string id, string consumer, RuleTrigger trigger, ConsumerQueue queue, DeadLetterQueue undelivered)
        : base(scope, id)
    {
        Consumer = consumer;
        BusName = trigger.BusName;
        _rule = new CfnRule(this, "Resource", new CfnRuleProps
        {
            Description = $"Events for {consumer}",
            EventBusName = trigger.BusName,
            EventPattern = trigger.Pattern is { } pattern ? JsiiValue.From(pattern.ToJson()) : null,
            ScheduleExpression = trigger.ScheduleExpression,
            State = "ENABLED",
            Targets = new[]
            {
                new CfnRule.TargetProperty
                {
                    Id = "Queue",
                    Arn = queue.Queue.QueueArn,
                    DeadLetterConfig = new CfnRule.DeadLetterConfigProperty { Arn = undelivered.QueueArn },
                    // EventBridge's own defaults, and its most: written down, because the dead-letter queue depends on them.
                    RetryPolicy = new CfnRule.RetryPolicyProperty
                    {
                        MaximumRetryAttempts = 185,
                        MaximumEventAgeInSeconds = 86_400,
                    },
                },
            },
        });
    }

    /// <summary>The handler's name.</summary>
    public string Consumer { get; }

    /// <summary>The bus; null for the account's default bus.</summary>
    public string? BusName { get; }

    public string Arn => _rule.AttrArn;

    /// <summary>The name alone. On a bus that isn't the default one, <c>Ref</c> and the ARN have the bus's name before it.</summary>
    public string Name => Fn.Select(BusName is null ? 1 : 2, Fn.Split("/", _rule.AttrArn));
}

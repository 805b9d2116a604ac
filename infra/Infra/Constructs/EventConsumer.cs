using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Amazon.Lambda.SQSEvents;
using Constructs;
using SensorWatch.Functions.Runtime;
using SensorWatch.Infra.Patterns;
// Amazon.CDK has a CfnRule too.
using CfnRule = Amazon.CDK.AWS.Events.CfnRule;
using CfnRuleProps = Amazon.CDK.AWS.Events.CfnRuleProps;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// A consumer of events, in one line: which events, which handler, what it may touch. It makes the whole way from the bus:
/// rule, queue, function, mapping, and a dead-letter queue for each step that can fail.
/// </summary>
/// <typeparam name="THandler">The handler class; its name is the function's and the construct's.</typeparam>
public sealed class EventConsumer<THandler> : Construct
    where THandler : ILambdaHandler<SQSEvent, SQSBatchResponse>, IHandlerSettings
{
    /// <summary>
    /// At most so many messages an invocation. An event of ours has at most 64 KB, so a full batch stays well below the
    /// 6 MB that an invocation takes.
    /// </summary>
    public const int BatchSize = 50;

    /// <summary>How long a batch is gathered. SQS allows more than ten messages only with a window of at least a second.</summary>
    public const int BatchWindowSeconds = 1;

    /// <param name="scope">The stack.</param>
    /// <param name="context">Environment and code.</param>
    /// <param name="bus">The bus that carries the events.</param>
    /// <param name="pattern">Which events.</param>
    /// <param name="accesses">What the handler may touch.</param>
    public EventConsumer(Construct scope, StageContext context, EventBus bus, RulePattern pattern, params IReadOnlyList<Access> accesses)
        : base(scope, typeof(THandler).Name)
    {
        var handler = Handler.Of<THandler>();
        var queue = new ConsumerQueue(this, "Queue", handler.Name, FunctionSize.Batch.TimeoutSeconds, BatchWindowSeconds);
        AddRule(bus, pattern, queue, handler.Name);
        var function = new HandlerFunction(this, "Function", context, handler, FunctionSize.Batch, [queue.Consume, .. accesses]);
        _ = new EventSourceMapping(this, "Mapping", new EventSourceMappingProps
        {
            EventSourceArn = queue.Queue.QueueArn,
            Target = function.Resource,
            BatchSize = BatchSize,
            MaxBatchingWindow = Duration.Seconds(BatchWindowSeconds),
            // Without it Lambda ignores the failures that the handler names, and deletes their messages.
            ReportBatchItemFailures = true,
            MaxConcurrency = context.Settings.MaximumConsumerConcurrency,
        });
    }

    private void AddRule(EventBus bus, RulePattern pattern, ConsumerQueue queue, string consumer)
    {
        var undelivered = new DeadLetterQueue(this, "Undelivered", $"events that EventBridge could not put into the queue of {consumer}");

        // The resource itself, not the higher construct: that one would let the rule read the queue's attributes too, and
        // its pattern type can't say everything that EventBridge can.
        var rule = new CfnRule(this, "Rule", new CfnRuleProps
        {
            Description = $"Events for {consumer}",
            EventBusName = bus.Name,
            EventPattern = JsiiValue.From(pattern.ToJson()),
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
        queue.Queue.AllowRule(rule.AttrArn);
        undelivered.AllowRule(rule.AttrArn);
    }
}

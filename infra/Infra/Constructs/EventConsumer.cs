using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Amazon.Lambda.SQSEvents;
using Constructs;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Infra.Constructs;

/// <summary>How a consumer takes messages.</summary>
/// <param name="Function">Memory and time-out.</param>
/// <param name="BatchSize">At most so many messages an invocation.</param>
/// <param name="BatchWindowSeconds">How long a batch is gathered. SQS allows more than ten messages only with a window of at least a second.</param>
public sealed record ConsumerSize(FunctionSize Function, int BatchSize, int BatchWindowSeconds)
{
    /// <summary>An event of ours has at most 64 KB, so a full batch stays well below the 6 MB that an invocation takes.</summary>
    public static ConsumerSize Events { get; } = new(FunctionSize.Batch, 50, 1);

    /// <summary>
    /// Messages that each wait for another system, which may take its ten seconds to answer: few enough to be done within the
    /// time-out even then.
    /// </summary>
    public static ConsumerSize Calls { get; } = new(FunctionSize.Batch, 2, 0);

    /// <summary>One message at a time, each of which is long work.</summary>
    public static ConsumerSize Files { get; } = new(FunctionSize.File, 1, 0);
}

/// <summary>
/// A consumer of events, in one line: which events, which handler, what it may touch. It makes the whole way from the bus:
/// rule, queue, function, mapping, and a dead-letter queue for each step that can fail.
/// </summary>
/// <typeparam name="THandler">The handler class; its name is the function's and the construct's.</typeparam>
public sealed class EventConsumer<THandler> : Construct
    where THandler : ILambdaHandler<SQSEvent, SQSBatchResponse>, IHandlerSettings
{
    /// <param name="scope">The stack.</param>
    /// <param name="context">Environment and code.</param>
    /// <param name="trigger">Which events, of which bus; or a schedule.</param>
    /// <param name="accesses">What the handler may touch.</param>
    public EventConsumer(Construct scope, StageContext context, RuleTrigger trigger, params IReadOnlyList<Access> accesses)
        : this(scope, context, [trigger], ConsumerSize.Events, accesses)
    {
    }

    /// <param name="scope">The stack.</param>
    /// <param name="context">Environment and code.</param>
    /// <param name="triggers">Which events; each is a rule, and all of them send to the one queue.</param>
    /// <param name="size">How many messages at a time, and how big the function is.</param>
    /// <param name="accesses">What the handler may touch.</param>
    public EventConsumer(
        Construct scope, StageContext context, IReadOnlyList<RuleTrigger> triggers, ConsumerSize size, params IReadOnlyList<Access> accesses)
        : base(scope, typeof(THandler).Name)
    {
        var handler = Handler.Of<THandler>();
        var queue = new ConsumerQueue(this, "Queue", handler.Name, size.Function.TimeoutSeconds, size.BatchWindowSeconds);
        AddRules(triggers, queue, handler.Name);
        var function = new HandlerFunction(this, "Function", context, handler, size.Function, [queue.Consume, .. accesses]);
        var mapping = new EventSourceMapping(this, "Mapping", new EventSourceMappingProps
        {
            EventSourceArn = queue.Queue.QueueArn,
            Target = function.Resource,
            BatchSize = size.BatchSize,
            MaxBatchingWindow = Duration.Seconds(size.BatchWindowSeconds),
            // Without it Lambda ignores the failures that the handler names, and deletes their messages.
            ReportBatchItemFailures = true,
            MaxConcurrency = context.Settings.MaximumConsumerConcurrency,
        });

        // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html
        mapping.Acknowledge(
            "Serverless-LambdaEventSourceMappingDestination",
            "Mappings of SQS queues can't have a failure destination. The queue's dead-letter queue takes what fails.");
    }

    private void AddRules(IReadOnlyList<RuleTrigger> triggers, ConsumerQueue queue, string consumer)
    {
        if (triggers.Count == 0)
        {
            throw new ArgumentException($"{consumer} needs at least one trigger, or it would never run.", nameof(triggers));
        }

        var undelivered = new DeadLetterQueue(this, "Undelivered", $"events that EventBridge could not put into the queue of {consumer}");
        undelivered.Acknowledge("AwsSolutions-SQS3", "It is the dead-letter queue of rules. cdk-nag knows only those of queues and functions.");
        var rules = triggers
            .Select((trigger, index) => new EventRule(this, index == 0 ? "Rule" : $"Rule{index + 1}", consumer, trigger, queue, undelivered))
            .ToList();
        queue.Queue.AllowRules(rules);
        undelivered.AllowRules(rules);
    }
}

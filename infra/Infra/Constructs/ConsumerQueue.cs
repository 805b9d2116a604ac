using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// The queue between a rule and a function: it holds events while the function is slow, throttled or broken, and gives a
/// message that has failed <see cref="MaximumReceives"/> times to a dead-letter queue.
/// </summary>
public sealed class ConsumerQueue : Construct
{
    /// <summary>At least five, so that throttling alone sends nothing to the dead-letter queue: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html</summary>
    public const int MaximumReceives = 5;

    public const int RetentionDays = 4;

    /// <param name="scope">The parent.</param>
    /// <param name="id">Id below the parent.</param>
    /// <param name="consumer">The handler's name.</param>
    /// <param name="functionTimeoutSeconds">The function's time-out.</param>
    /// <param name="batchWindowSeconds">How long the mapping gathers a batch.</param>
    public ConsumerQueue(Construct scope, string id, string consumer, int functionTimeoutSeconds, int batchWindowSeconds)
        : base(scope, id)
    {
        // Six time-outs and the window, as AWS advises, or a slow batch would be handed out twice:
        // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
        var visibilitySeconds = (6 * functionTimeoutSeconds) + batchWindowSeconds;
        LateAfterSeconds = 2 * visibilitySeconds;
        Consumer = consumer;
        Queue = new Queue(this, "Resource", new QueueProps
        {
            RetentionPeriod = Duration.Days(RetentionDays),
            VisibilityTimeout = Duration.Seconds(visibilitySeconds),
            Encryption = QueueEncryption.SQS_MANAGED,
            EnforceSSL = true,
            DeadLetterQueue = new Amazon.CDK.AWS.SQS.DeadLetterQueue
            {
                MaxReceiveCount = MaximumReceives,
                Queue = new DeadLetterQueue(this, "DeadLetters", $"messages that {consumer} failed to handle {MaximumReceives} times"),
            },
        });
    }

    /// <summary>The handler's name.</summary>
    public string Consumer { get; }

    public Queue Queue { get; }

    /// <summary>
    /// The age in seconds at which a message is late: it has been handed out twice, and nobody got done with it. Either it
    /// fails, or the function can't keep up.
    /// </summary>
    public int LateAfterSeconds { get; }

    /// <summary>May take messages: what Lambda's pollers do in the function's name.</summary>
    public Access Consume => new AccessStatement(
        "ConsumeQueue", ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], [Queue.QueueArn]).ToAccess();
}

/// <summary>Who may send to a queue.</summary>
internal static class QueueAccess
{
    /// <summary>
    /// Lets these rules in, and nothing else of EventBridge. The service needs no more than SendMessage:
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    /// </summary>
    public static void AllowRules(this Queue queue, IReadOnlyList<EventRule> rules) => queue.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
    {
        Sid = "AllowRules",
        Principals = [new ServicePrincipal("events.amazonaws.com")],
        Actions = ["sqs:SendMessage"],
        Resources = [queue.QueueArn],
        Conditions = new Dictionary<string, object>
        {
            ["ArnEquals"] = new Dictionary<string, object> { ["aws:SourceArn"] = rules.Select(rule => rule.Arn).ToArray() },
        },
    }));
}

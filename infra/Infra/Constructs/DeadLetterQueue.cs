using Amazon.CDK;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// Where undeliverable messages wait for a person. <c>MonitoringStack</c> puts an alarm on every one of them. It keeps
/// messages for SQS's longest time: on a standard queue a message's age counts from when it was first sent, so a shorter
/// one would delete what is moved there late,
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
/// </summary>
public sealed class DeadLetterQueue : Queue
{
    public const int RetentionDays = 14;

    public DeadLetterQueue(Construct scope, string id, string holds)
        : base(scope, id, new QueueProps
        {
            RetentionPeriod = Duration.Days(RetentionDays),
            Encryption = QueueEncryption.SQS_MANAGED,
            EnforceSSL = true,
        })
    {
        Holds = holds;
        this.Acknowledge("Serverless-SQSRedrivePolicy", "It is a dead-letter queue: an alarm calls a person, who takes its messages out.");
    }

    /// <summary>What lies in it, for the alarm: <c>events that …</c>.</summary>
    public string Holds { get; }
}

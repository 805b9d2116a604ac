using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Resources;

/// <summary><c>AWS::SQS::Queue</c>; times in seconds, defaults as SQS has them.</summary>
public sealed record QueueResource
{
    public const string Type = "AWS::SQS::Queue";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> NameProperty = Properties.Text("QueueName");
    private static readonly Property<bool> FifoProperty = Properties.Boolean("FifoQueue");
    private static readonly Property<bool> ContentBasedDeduplicationProperty = Properties.Boolean("ContentBasedDeduplication");
    private static readonly Property<int> DelaySecondsProperty = Properties.Integer("DelaySeconds");
    private static readonly Property<int> MaximumMessageSizeProperty = Properties.Integer("MaximumMessageSize");
    private static readonly Property<int> MessageRetentionPeriodProperty = Properties.Integer("MessageRetentionPeriod");
    private static readonly Property<int> ReceiveMessageWaitTimeProperty = Properties.Integer("ReceiveMessageWaitTimeSeconds");
    private static readonly Property<int> VisibilityTimeoutProperty = Properties.Integer("VisibilityTimeout");
    private static readonly Property<JsonObject> RedrivePolicyProperty = Properties.Json("RedrivePolicy");
    private static readonly Property<JsonObject> RedriveAllowPolicyProperty = Properties.Json("RedriveAllowPolicy");

    public required Resource Resource { get; init; }

    public required string Name { get; init; }

    public required string Arn { get; init; }

    public required string Url { get; init; }

    public bool Fifo { get; init; }

    public bool ContentBasedDeduplication { get; init; }

    public int DelaySeconds { get; init; }

    public int MaximumMessageSize { get; init; } = 1_048_576;

    public int MessageRetentionPeriod { get; init; } = 345_600;

    public int ReceiveMessageWaitTimeSeconds { get; init; }

    public int VisibilityTimeout { get; init; } = 30;

    public RedrivePolicy? RedrivePolicy { get; init; }

    /// <summary>Which queues may name this one as their dead-letter queue: <c>redrivePermission</c> and <c>sourceQueueArns</c>; null allows all.</summary>
    public JsonObject? RedriveAllowPolicy { get; init; }

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static QueueResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new()
        {
            Resource = resource,
            Name = NameProperty.Read(resource, resource.Name),
            Arn = resource.Attribute("Arn"),
            Url = resource.Attribute("QueueUrl"),
            Fifo = FifoProperty.Read(resource, false),
            ContentBasedDeduplication = ContentBasedDeduplicationProperty.Read(resource, false),
            DelaySeconds = DelaySecondsProperty.Read(resource, 0),
            MaximumMessageSize = MaximumMessageSizeProperty.Read(resource, 1_048_576),
            MessageRetentionPeriod = MessageRetentionPeriodProperty.Read(resource, 345_600),
            ReceiveMessageWaitTimeSeconds = ReceiveMessageWaitTimeProperty.Read(resource, 0),
            VisibilityTimeout = VisibilityTimeoutProperty.Read(resource, 30),
            RedrivePolicy = RedrivePolicyProperty.ReadOrNull(resource) is { } policy
                ? RedrivePolicy.From(new PropertySource(resource, policy, "RedrivePolicy."))
                : null,
            RedriveAllowPolicy = RedriveAllowPolicyProperty.ReadOrNull(resource),
        };
    }
}

/// <summary>Where a queue's messages go after too many receives.</summary>
public sealed record RedrivePolicy(string DeadLetterTargetArn, int MaxReceiveCount)
{
    private static readonly PropertySet Properties = new();
    private static readonly Property<string> DeadLetterTargetArnProperty = Properties.Text("deadLetterTargetArn");
    private static readonly Property<int> MaxReceiveCountProperty = Properties.Integer("maxReceiveCount");

    internal static RedrivePolicy From(PropertySource policy) =>
        new(DeadLetterTargetArnProperty.Read(policy), MaxReceiveCountProperty.Read(policy));
}

/// <summary><c>AWS::SQS::QueuePolicy</c>.</summary>
public sealed record QueuePolicyResource(Resource Resource, IReadOnlyList<string> QueueUrls, JsonObject PolicyDocument)
{
    public const string Type = "AWS::SQS::QueuePolicy";

    private static readonly PropertySet Properties = new();
    private static readonly Property<IReadOnlyList<string>> QueuesProperty = Properties.Texts("Queues");
    private static readonly Property<JsonObject> PolicyDocumentProperty = Properties.Json("PolicyDocument");

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static QueuePolicyResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new(resource, QueuesProperty.Read(resource), PolicyDocumentProperty.Read(resource));
    }
}

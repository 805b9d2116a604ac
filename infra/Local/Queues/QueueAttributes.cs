using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Queues;

/// <summary>
/// <c>GetQueueAttributes</c>.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
/// </summary>
internal sealed class QueueAttributes(QueueService queues, IReadOnlyList<QueuePolicyResource> policies)
{
    // Attributes that the template gives and that change nothing here, by their names in templates, which are SQS's own.
    private static readonly string[] Configured =
    [
        "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled", "RedriveAllowPolicy",
    ];

    // Names that SQS knows, and of which a standard queue has no value.
    private static readonly string[] FifoOnly = ["FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"];

    private static readonly string[] Names =
    [
        "All", "Policy", "VisibilityTimeout", "MaximumMessageSize", "MessageRetentionPeriod", "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible", "CreatedTimestamp", "LastModifiedTimestamp", "QueueArn",
        "ApproximateNumberOfMessagesDelayed", "DelaySeconds", "ReceiveMessageWaitTimeSeconds", "RedrivePolicy",
        .. Configured, .. FifoOnly,
    ];

    /// <summary>The attributes asked for; none when none is.</summary>
    public JsonObject Get(QueueResource queue, IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(name => !Names.Contains(name)) is { } unknown)
        {
            throw SqsErrors.InvalidAttributeName(unknown);
        }

        if (names.Count == 0)
        {
            return [];
        }

        var all = names.Contains("All");
        var attributes = List(queue).Where(a => a.Value is not null && (all || names.Contains(a.Name)));
        return new()
        {
            ["Attributes"] = new JsonObject(attributes.Select(a => KeyValuePair.Create(a.Name, (JsonNode?)a.Value))),
        };
    }

    private IEnumerable<(string Name, string? Value)> List(QueueResource queue)
    {
        var counts = queues.Count(queue.Arn);
        var created = queues.Get(queue.Arn).CreatedAt.ToUnixTimeSeconds().ToString();
        return
        [
            ("QueueArn", queue.Arn),
            ("ApproximateNumberOfMessages", counts.Visible.ToString()),
            ("ApproximateNumberOfMessagesNotVisible", counts.InFlight.ToString()),
            ("ApproximateNumberOfMessagesDelayed", counts.Delayed.ToString()),
            ("CreatedTimestamp", created),
            ("LastModifiedTimestamp", created),
            ("VisibilityTimeout", queue.VisibilityTimeout.ToString()),
            ("MaximumMessageSize", queue.MaximumMessageSize.ToString()),
            ("MessageRetentionPeriod", queue.MessageRetentionPeriod.ToString()),
            ("DelaySeconds", queue.DelaySeconds.ToString()),
            ("ReceiveMessageWaitTimeSeconds", queue.ReceiveMessageWaitTimeSeconds.ToString()),
            ("RedrivePolicy", queue.RedrivePolicy is { } policy ? ToJson(policy) : null),
            ("Policy", policies.LastOrDefault(p => p.QueueUrls.Contains(queue.Url))?.PolicyDocument.ToJsonString()),
            .. Configured.Select(name => (name, ToText(queue.Resource.Properties[name]))),
        ];
    }

    private static string ToJson(RedrivePolicy policy) => new JsonObject
    {
        ["deadLetterTargetArn"] = policy.DeadLetterTargetArn,
        ["maxReceiveCount"] = policy.MaxReceiveCount,
    }.ToJsonString();

    private static string? ToText(JsonNode? property) => property switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out bool flag) => flag ? "true" : "false",
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => property.ToJsonString(),
    };
}

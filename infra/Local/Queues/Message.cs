namespace SensorWatch.Local.Queues;

/// <summary>A message attribute.</summary>
/// <param name="DataType"><c>String</c>, <c>Number</c> or <c>Binary</c>, with an optional custom label: <c>Number.float</c>.</param>
/// <param name="StringValue">The value of a string or number.</param>
/// <param name="BinaryValue">The value of binary data.</param>
public sealed record MessageAttribute(string DataType, string? StringValue, ReadOnlyMemory<byte>? BinaryValue = null)
{
    /// <summary>An attribute of type <c>String</c>.</summary>
    public static MessageAttribute Text(string value) => new("String", value);
}

/// <summary>A message for <see cref="QueueService.Send(string, OutgoingMessage)"/>.</summary>
public sealed record OutgoingMessage
{
    public required string Body { get; init; }

    public IReadOnlyDictionary<string, MessageAttribute> Attributes { get; init; } = NoAttributes;

    /// <summary>0-900 seconds; null for the queue's own delay.</summary>
    public int? DelaySeconds { get; init; }

    /// <summary>The system attribute <c>AWSTraceHeader</c>.</summary>
    public string? TraceHeader { get; init; }

    /// <summary>
    /// Kept and handed over, without effect here: on AWS it makes a standard queue fair among its groups.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
    /// </summary>
    public string? MessageGroupId { get; init; }

    internal static IReadOnlyDictionary<string, MessageAttribute> NoAttributes { get; } = new Dictionary<string, MessageAttribute>();
}

/// <summary>A message that a queue has accepted.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="MD5OfBody">Hexadecimal MD5 of the body.</param>
public sealed record SentMessage(string MessageId, string MD5OfBody);

/// <summary>A message that was received and is invisible to others until its visibility ends.</summary>
public sealed record ReceivedMessage
{
    public required string MessageId { get; init; }

    /// <summary>Good for this receive only; the next one gives another.</summary>
    public required string ReceiptHandle { get; init; }

    public required string Body { get; init; }

    public required string MD5OfBody { get; init; }

    public required IReadOnlyDictionary<string, MessageAttribute> Attributes { get; init; }

    /// <summary>When the message was sent to its first queue.</summary>
    public required DateTimeOffset SentAt { get; init; }

    public required DateTimeOffset FirstReceivedAt { get; init; }

    /// <summary>How many times it was received, this time included, dead-letter queue and source together.</summary>
    public required int ReceiveCount { get; init; }

    /// <summary>The account that sent it.</summary>
    public required string SenderId { get; init; }

    public string? TraceHeader { get; init; }

    public string? MessageGroupId { get; init; }

    /// <summary>ARN of the queue from which too many receives brought it here.</summary>
    public string? DeadLetterQueueSourceArn { get; init; }

    /// <summary>
    /// The system attributes by their API names, times in milliseconds since 1970.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
    /// </summary>
    public IEnumerable<KeyValuePair<string, string>> SystemAttributes()
    {
        yield return new("ApproximateReceiveCount", ReceiveCount.ToString());
        yield return new("SentTimestamp", SentAt.ToUnixTimeMilliseconds().ToString());
        yield return new("SenderId", SenderId);
        yield return new("ApproximateFirstReceiveTimestamp", FirstReceivedAt.ToUnixTimeMilliseconds().ToString());
        foreach (var (name, value) in OptionalSystemAttributes())
        {
            if (value is not null)
            {
                yield return new(name, value);
            }
        }
    }

    private IEnumerable<(string Name, string? Value)> OptionalSystemAttributes() =>
    [
        ("MessageGroupId", MessageGroupId),
        ("AWSTraceHeader", TraceHeader),
        ("DeadLetterQueueSourceArn", DeadLetterQueueSourceArn),
    ];
}

/// <summary>How many messages a queue holds, by what keeps them from being received.</summary>
/// <param name="Visible"><c>ApproximateNumberOfMessages</c>.</param>
/// <param name="InFlight"><c>ApproximateNumberOfMessagesNotVisible</c>.</param>
/// <param name="Delayed"><c>ApproximateNumberOfMessagesDelayed</c>.</param>
public sealed record MessageCounts(long Visible, long InFlight, long Delayed);

namespace SensorWatch.Local.Queues;

/// <summary>A row of the table of messages; times in milliseconds since 1970.</summary>
internal sealed record StoredMessage
{
    public required long Sequence { get; init; }

    public required string MessageId { get; init; }

    public required string Body { get; init; }

    public required string Md5 { get; init; }

    public string? Attributes { get; init; }

    public required string Sender { get; init; }

    public string? TraceHeader { get; init; }

    public string? GroupId { get; init; }

    /// <summary>ARN of the queue that dead-lettered it.</summary>
    public string? Source { get; init; }

    public required long SentAt { get; init; }

    public required long VisibleAt { get; init; }

    public long? ReceivedAt { get; init; }

    public long? FirstReceivedAt { get; init; }

    public int ReceiveCount { get; init; }
}

using SensorWatch.Local.Queues;

namespace SensorWatch.Local.Topics;

/// <summary>A message for <see cref="TopicService.Publish(string, TopicMessage)"/>.</summary>
public sealed record TopicMessage
{
    /// <summary>The text; with <see cref="PerProtocol"/> a JSON object of texts by protocol.</summary>
    public required string Message { get; init; }

    /// <summary>The subject line of e-mails.</summary>
    public string? Subject { get; init; }

    public IReadOnlyDictionary<string, MessageAttribute> Attributes { get; init; } = new Dictionary<string, MessageAttribute>();

    /// <summary>SNS's <c>MessageStructure</c> of <c>json</c>: each protocol gets its own text, others the one under <c>default</c>.</summary>
    public bool PerProtocol { get; init; }
}

/// <summary>A message that a topic has taken, and what became of it.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="Subject">Its subject; null without one.</param>
/// <param name="Message">Its text as it was published.</param>
/// <param name="PublishedAt">When.</param>
/// <param name="Deliveries">One for each subscription of the topic.</param>
public sealed record PublishedMessage(
    string MessageId,
    string? Subject,
    string Message,
    DateTimeOffset PublishedAt,
    IReadOnlyList<TopicDelivery> Deliveries);

/// <summary>What a subscriber got, or would get if the local run reached the world.</summary>
/// <param name="Protocol"><c>sqs</c>, <c>email</c>, <c>https</c> and so on.</param>
/// <param name="Endpoint">The queue's ARN, the address, the URL.</param>
/// <param name="Body">What was sent.</param>
/// <param name="Problem">Why it did not arrive; null when it did.</param>
public sealed record TopicDelivery(string Protocol, string Endpoint, string Body, string? Problem = null);

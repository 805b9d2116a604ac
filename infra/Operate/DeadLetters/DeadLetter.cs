using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using SensorWatch.Operate.Environments;

namespace SensorWatch.Operate.DeadLetters;

/// <summary>A message of a dead-letter queue; an element of the JSON of <c>dlq peek</c>.</summary>
internal sealed record DeadLetter
{
    public required string MessageId { get; init; }

    /// <summary>When it was first sent: moving it to the dead-letter queue doesn't change that.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>How often it was received, peeks of this command among them.</summary>
    public required int Receives { get; init; }

    public FailedEvent? Event { get; init; }

    public required FailureReason Reason { get; init; }

    /// <summary>What the function last logged about it; null when no log tells.</summary>
    public string? LastError { get; init; }

    public required string Body { get; init; }

    public static DeadLetter Of(Message message, DeadLetterQueue queue, SystemEnvironment environment) => new()
    {
        MessageId = message.MessageId,
        SentAt = DateTimeOffset.FromUnixTimeMilliseconds(
            long.Parse(message.Attributes?.GetValueOrDefault(MessageSystemAttributeName.SentTimestamp.Value) ?? "0", CultureInfo.InvariantCulture)),
        Receives = FailureReason.Receives(message),
        Event = FailedEvent.Of(message.Body),
        Reason = FailureReason.Of(message, queue, environment),
        Body = message.Body,
    };
}

/// <summary>Which messages are meant.</summary>
/// <param name="Text">A text in the body, an attribute or the id, in any case of letters; null for any.</param>
/// <param name="MessageId">The id of the one message; null for any.</param>
internal sealed record MessageFilter(string? Text, string? MessageId)
{
    public bool IsSet => Text is not null || MessageId is not null;

    public bool Matches(Message message) =>
        (MessageId is null || message.MessageId == MessageId)
        && (Text is null || Texts(message).Any(text => text.Contains(Text, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> Texts(Message message) =>
        (message.MessageAttributes?.Values.Select(value => value.StringValue).OfType<string>() ?? []).Prepend(message.Body).Prepend(message.MessageId);
}

using System.Text;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Queues;

/// <summary>
/// What SQS demands of a message.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
/// </summary>
internal static class MessageRules
{
    /// <summary>1 MiB, for a message and for a batch.</summary>
    public const int MaximumBytes = 1_048_576;

    private const int MaximumAttributes = 10;
    private const int MaximumNameLength = 256;
    private const int MaximumIdLength = 128;
    private const int MaximumDelaySeconds = 900;

    /// <summary>Checks a message for a queue.</summary>
    /// <exception cref="Endpoint.AwsException">What SQS would answer.</exception>
    public static void Check(QueueResource queue, OutgoingMessage message)
    {
        if (message.Body.Length == 0)
        {
            throw SqsErrors.MissingParameter("MessageBody");
        }

        CheckCharacters(message.Body);
        CheckAttributes(message.Attributes);
        if (Size(message) > queue.MaximumMessageSize)
        {
            throw SqsErrors.InvalidParameterValue(
                $"One or more parameters are invalid. Reason: Message must be shorter than {queue.MaximumMessageSize} bytes.");
        }

        if (message.DelaySeconds is < 0 or > MaximumDelaySeconds)
        {
            throw SqsErrors.InvalidParameterValue(
                "DelaySeconds", message.DelaySeconds, $"DelaySeconds must be >= 0 and <= {MaximumDelaySeconds}.");
        }

        CheckGroupId(message.MessageGroupId);
    }

    /// <summary>What counts against the limits: the body and the attributes' names, types and values, in bytes of UTF-8.</summary>
    public static int Size(OutgoingMessage message)
    {
        var size = Encoding.UTF8.GetByteCount(message.Body);
        foreach (var (name, attribute) in message.Attributes)
        {
            size += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(attribute.DataType)
                + (attribute.BinaryValue?.Length ?? Encoding.UTF8.GetByteCount(attribute.StringValue ?? ""));
        }

        return size;
    }

    private static void CheckAttributes(IReadOnlyDictionary<string, MessageAttribute> attributes)
    {
        if (attributes.Count > MaximumAttributes)
        {
            throw SqsErrors.InvalidParameterValue(
                $"Number of message attributes [{attributes.Count}] exceeds the allowed maximum [{MaximumAttributes}].");
        }

        foreach (var (name, attribute) in attributes)
        {
            CheckAttributeName(name);
            CheckAttributeValue(name, attribute);
        }
    }

    private static void CheckAttributeName(string name)
    {
        var letters = name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
        var dots = name.StartsWith('.') || name.EndsWith('.') || name.Contains("..", StringComparison.Ordinal);
        var reserved = name.StartsWith("AWS.", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Amazon.", StringComparison.OrdinalIgnoreCase);
        if (name.Length is 0 or > MaximumNameLength || !letters || dots || reserved)
        {
            throw SqsErrors.InvalidParameterValue(
                $"Message (user) attribute name '{name}' is invalid: it has 1 to {MaximumNameLength} letters, digits, '_', '-' or single "
                + "dots inside, and does not start with 'AWS.' or 'Amazon.'.");
        }
    }

    private static void CheckAttributeValue(string name, MessageAttribute attribute)
    {
        var type = attribute.DataType.Split('.', 2)[0];
        if (type is not ("String" or "Number" or "Binary") || attribute.DataType.Length > MaximumNameLength)
        {
            throw SqsErrors.InvalidParameterValue(
                $"The message attribute '{name}' has an invalid message attribute type, the set of supported type prefixes is "
                + "Binary, Number, and String.");
        }

        var empty = type == "Binary" ? attribute.BinaryValue is not { Length: > 0 } : string.IsNullOrEmpty(attribute.StringValue);
        if (empty)
        {
            throw SqsErrors.InvalidParameterValue(
                $"The message attribute '{name}' must contain non-empty message attribute value for message attribute type '{type}'.");
        }

        if (type == "Number" && !double.TryParse(attribute.StringValue, out _))
        {
            throw SqsErrors.InvalidParameterValue($"Can't cast the value of message (user) attribute '{name}' to a number.");
        }

        if (attribute.StringValue is { } text)
        {
            CheckCharacters(text);
        }
    }

    private static void CheckGroupId(string? id)
    {
        if (id is null)
        {
            return;
        }

        // From '!' to '~' ASCII has letters, digits and punctuation, and nothing else.
        if (id.Length is 0 or > MaximumIdLength || !id.All(c => char.IsBetween(c, '!', '~')))
        {
            throw SqsErrors.InvalidParameterValue(
                "MessageGroupId", id, $"MessageGroupId can only include alphanumeric and punctuation characters. 1 to {MaximumIdLength} in length.");
        }
    }

    /// <summary>XML 1.0's characters; a lone surrogate counts as U+FFFD, which UTF-8 makes of it.</summary>
    private static void CheckCharacters(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var valid = rune.Value is 0x9 or 0xA or 0xD or (>= 0x20 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or >= 0x10000;
            if (!valid)
            {
                throw SqsErrors.InvalidMessageContents();
            }
        }
    }
}

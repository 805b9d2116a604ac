using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Queues;

namespace SensorWatch.Local.Topics;

/// <summary>What SNS takes for a message: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html</summary>
internal static class TopicRules
{
    /// <summary>Of a message with its attributes, and of a batch.</summary>
    public const int MaximumBytes = 256 * 1024;

    private const int MaximumSubjectLength = 100;
    private const string DefaultProtocol = "default";

    /// <exception cref="Endpoint.AwsException">SNS would refuse the message.</exception>
    public static void Check(TopicMessage message)
    {
        if (message.Message.Length == 0)
        {
            throw SnsErrors.InvalidParameter("Empty message");
        }

        if (Size(message) > MaximumBytes)
        {
            throw SnsErrors.InvalidParameter("Message too long");
        }

        if (message.Subject is { } subject && !IsSubject(subject))
        {
            throw SnsErrors.InvalidParameter("Subject");
        }

        if (message.PerProtocol)
        {
            CheckTexts(message.Message);
        }

        foreach (var (name, attribute) in message.Attributes)
        {
            CheckAttribute(name, attribute);
        }
    }

    public static int Size(TopicMessage message) => MessageRules.Size(new() { Body = message.Message, Attributes = message.Attributes });

    /// <summary>The text for a protocol.</summary>
    public static string TextFor(TopicMessage message, string protocol)
    {
        if (!message.PerProtocol)
        {
            return message.Message;
        }

        var texts = JsonNode.Parse(message.Message)!;
        return (texts[protocol] ?? texts[DefaultProtocol])!.GetValue<string>();
    }

    /// <summary>Up to 100 printable ASCII characters; the first is no blank.</summary>
    private static bool IsSubject(string subject) =>
        subject.Length is > 0 and <= MaximumSubjectLength && subject[0] != ' ' && subject.All(c => char.IsBetween(c, ' ', '~'));

    private static void CheckTexts(string message)
    {
        JsonObject? texts;
        try
        {
            texts = JsonNode.Parse(message, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException)
        {
            texts = null;
        }

        if (texts is null || texts.Any(text => text.Value?.GetValueKind() != JsonValueKind.String))
        {
            throw SnsErrors.InvalidParameter("Message Structure - JSON message body failed to parse");
        }

        if (!texts.ContainsKey(DefaultProtocol))
        {
            throw SnsErrors.InvalidParameter("Message Structure - No default entry in JSON message body");
        }
    }

    private static void CheckAttribute(string name, MessageAttribute attribute)
    {
        var type = attribute.DataType.Split('.', 2)[0];
        if (name.Length == 0 || type is not ("String" or "Number" or "Binary"))
        {
            throw SnsErrors.InvalidAttribute(
                $"The message attribute '{name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.");
        }

        var length = attribute.BinaryValue?.Length ?? Encoding.UTF8.GetByteCount(attribute.StringValue ?? "");
        if (length == 0 || (type == "Binary") != attribute.BinaryValue.HasValue)
        {
            throw SnsErrors.InvalidAttribute(
                $"The message attribute '{name}' must contain non-empty message attribute value for message attribute type '{type}'.");
        }
    }
}

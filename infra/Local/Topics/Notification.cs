using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Queues;

namespace SensorWatch.Local.Topics;

/// <summary>
/// SNS's envelope around a message, which subscribers get that don't take it raw. It is not signed here, since nobody but
/// AWS has the key: <c>Signature</c> and what goes with it is absent.
/// https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
/// </summary>
internal static class Notification
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Wrap(TopicMessage message, string text, string messageId, string topicArn, DateTimeOffset publishedAt) =>
        Create(message, text, messageId, topicArn, publishedAt).ToJsonString(Plain);

    public static JsonObject Create(TopicMessage message, string text, string messageId, string topicArn, DateTimeOffset publishedAt)
    {
        var envelope = new JsonObject { ["Type"] = "Notification", ["MessageId"] = messageId, ["TopicArn"] = topicArn };
        if (message.Subject is not null)
        {
            envelope["Subject"] = message.Subject;
        }

        envelope["Message"] = text;
        envelope["Timestamp"] = publishedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        if (message.Attributes.Count > 0)
        {
            envelope["MessageAttributes"] = new JsonObject(message.Attributes.Select(attribute =>
                KeyValuePair.Create(attribute.Key, (JsonNode?)new JsonObject { ["Type"] = attribute.Value.DataType, ["Value"] = ValueOf(attribute.Value) })));
        }

        return envelope;
    }

    private static string ValueOf(MessageAttribute attribute) =>
        attribute.BinaryValue is { } binary ? Convert.ToBase64String(binary.Span) : attribute.StringValue!;
}

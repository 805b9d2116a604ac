using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Topics;

/// <summary>
/// The event that a subscribed function gets. As in <see cref="Notification"/>, what only AWS can sign is left out.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
/// </summary>
internal static class SnsEvent
{
    /// <summary>The event, JSON in UTF-8.</summary>
    public static byte[] Write(TopicMessage message, string text, string messageId, string topicArn, string subscriptionArn, DateTimeOffset publishedAt)
    {
        var notification = Notification.Create(message, text, messageId, topicArn, publishedAt);

        // A function finds both members in any case.
        notification["Subject"] = message.Subject;
        notification["MessageAttributes"] ??= new JsonObject();
        return JsonResponse.Encode(new JsonObject
        {
            ["Records"] = new JsonArray(new JsonObject
            {
                ["EventSource"] = "aws:sns",
                ["EventVersion"] = "1.0",
                ["EventSubscriptionArn"] = subscriptionArn,
                ["Sns"] = notification,
            }),
        });
    }
}

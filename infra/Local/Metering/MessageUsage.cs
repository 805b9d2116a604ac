using System.Text;
using System.Text.Json.Nodes;
using SensorWatch.Local.Queues;

namespace SensorWatch.Local.Metering;

/// <summary>
/// What SQS bills: requests, of 64 KB of messages each, whoever makes them: functions, operators, EventBridge and SNS for each
/// message that they deliver, and Lambda's pollers, which receive and delete up to ten messages at a time. What goes to a
/// dead-letter queue by its redrive policy is free. https://aws.amazon.com/sqs/pricing/
/// </summary>
internal static class MessageUsage
{
    private const int MessagesOfRequest = 10;

    /// <summary>Messages were received, in as many requests as it takes. Whoever found nothing is <see cref="Call"/>'s.</summary>
    public static void Receive(UsageMeter usage, IReadOnlyList<ReceivedMessage> messages)
    {
        foreach (var request in messages.Chunk(MessagesOfRequest))
        {
            usage.AddChunks(UsageItem.MessageReceives, request.Sum(message => Encoding.UTF8.GetByteCount(message.Body)));
        }
    }

    /// <summary>A poller has deleted messages.</summary>
    public static void Delete(UsageMeter usage, int messages)
    {
        if (messages > 0)
        {
            usage.AddChunks(UsageItem.MessageDeletes, messages, MessagesOfRequest);
        }
    }

    /// <summary>An operation of the API was done. Sends and what was received count where messages are put and taken.</summary>
    public static void Call(UsageMeter usage, string operation, JsonObject answer)
    {
        var item = operation switch
        {
            "SendMessage" or "SendMessageBatch" => null,
            "ReceiveMessage" => answer.Count == 0 ? UsageItem.MessageReceives : null,
            "DeleteMessage" or "DeleteMessageBatch" => UsageItem.MessageDeletes,
            _ => UsageItem.OtherQueueRequests,
        };
        if (item is not null)
        {
            usage.Add(item);
        }
    }
}

using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Queues;

/// <summary>
/// <c>ReceiveMessage</c>, with short and long polling.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
/// </summary>
internal sealed class ReceiveMessageOperation(QueueService queues, TimeProvider time)
{
    private const int MaximumMessages = 10;
    private const int MaximumWaitSeconds = 20;

    public async Task<JsonObject> RunAsync(QueueResource queue, JsonObject request, CancellationToken cancellationToken)
    {
        var maximum = InRange(request, "MaxNumberOfMessages", 1, MaximumMessages, $"Must be between 1 and {MaximumMessages}, if provided.") ?? 1;
        var visibility = InRange(
            request,
            "VisibilityTimeout",
            0,
            VisibilityChange.MaximumSeconds,
            $"Must be between 0 and {VisibilityChange.MaximumSeconds}, if provided.");
        var wait = InRange(request, "WaitTimeSeconds", 0, MaximumWaitSeconds, $"Must be >= 0 and <= {MaximumWaitSeconds}, if provided.")
            ?? queue.ReceiveMessageWaitTimeSeconds;
        var systemAttributes = request.Texts("MessageSystemAttributeNames").Concat(request.Texts("AttributeNames")).ToHashSet();
        var attributes = request.Texts("MessageAttributeNames");

        var messages = await PollAsync(queue.Arn, maximum, visibility, TimeSpan.FromSeconds(wait), cancellationToken);
        return messages.Count == 0
            ? []
            : new() { ["Messages"] = new JsonArray([.. messages.Select(m => (JsonNode)ToJson(m, systemAttributes, attributes))]) };
    }

    private async Task<IReadOnlyList<ReceivedMessage>> PollAsync(
        string queueArn,
        int maximum,
        int? visibility,
        TimeSpan wait,
        CancellationToken cancellationToken)
    {
        var messages = queues.Receive(queueArn, maximum, visibility);
        if (messages.Count > 0 || wait == TimeSpan.Zero)
        {
            return messages;
        }

        using var end = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        try
        {
            while (messages.Count == 0)
            {
                await queues.WaitForMessageAsync(queueArn, either.Token);
                messages = queues.Receive(queueArn, maximum, visibility);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return []; // The long poll ends without a message.
        }

        return messages;
    }

    private static JsonObject ToJson(ReceivedMessage message, HashSet<string> systemAttributes, IReadOnlyList<string> attributeNames)
    {
        var json = new JsonObject
        {
            ["MessageId"] = message.MessageId,
            ["ReceiptHandle"] = message.ReceiptHandle,
            ["MD5OfBody"] = message.MD5OfBody,
            ["Body"] = message.Body,
        };
        var all = systemAttributes.Contains("All");
        var system = message.SystemAttributes().Where(a => all || systemAttributes.Contains(a.Key)).ToList();
        if (system.Count > 0)
        {
            json["Attributes"] = new JsonObject(system.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value)));
        }

        var attributes = message.Attributes.Where(a => attributeNames.Any(name => IsAskedFor(a.Key, name))).ToDictionary();
        if (attributes.Count > 0)
        {
            json["MessageAttributes"] = AttributesJson.Write(attributes);
            json["MD5OfMessageAttributes"] = MessageDigest.OfAttributes(attributes);
        }

        return json;
    }

    /// <summary>A name, a prefix (<c>bar.*</c>), or all (<c>All</c>, <c>.*</c>).</summary>
    private static bool IsAskedFor(string attribute, string name) =>
        name is "All"
        || name == attribute
        || (name.EndsWith(".*", StringComparison.Ordinal) && attribute.StartsWith(name[..^2], StringComparison.Ordinal));

    private static int? InRange(JsonObject request, string name, int minimum, int maximum, string reason) =>
        request.Integer(name) is not { } value ? null
        : value >= minimum && value <= maximum ? value
        : throw SqsErrors.InvalidParameterValue(name, value, reason);
}

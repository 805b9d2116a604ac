using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Queues;

/// <summary>
/// SQS's API over the deployment's queues, JSON 1.0. What creates, changes or deletes queues is not offered: templates do.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html
/// </summary>
public sealed class SqsApi(QueueService queues, IReadOnlyList<QueuePolicyResource> policies, TimeProvider time) : IAwsService
{
    private const int MaximumPage = 1_000;

    private readonly ReceiveMessageOperation _receive = new(queues, time);
    private readonly QueueAttributes _attributes = new(queues, policies);

    public string TargetPrefix => "AmazonSQS";

    public IReadOnlyCollection<string> Operations =>
    [
        "SendMessage", "SendMessageBatch", "ReceiveMessage", "DeleteMessage", "DeleteMessageBatch", "ChangeMessageVisibility",
        "ChangeMessageVisibilityBatch", "GetQueueUrl", "GetQueueAttributes", "ListQueues", "PurgeQueue", "ListDeadLetterSourceQueues",
        "StartMessageMoveTask", "ListMessageMoveTasks", "CancelMessageMoveTask",
    ];

    public async ValueTask<JsonObject?> HandleAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return operation switch
        {
            "SendMessage" => SendMessage(request),
            "SendMessageBatch" => SendMessageBatch(request),
            "ReceiveMessage" => await _receive.RunAsync(QueueOf(request), request, cancellationToken),
            "DeleteMessage" => DeleteMessage(request),
            "DeleteMessageBatch" => DeleteMessageBatch(request),
            "ChangeMessageVisibility" => ChangeMessageVisibility(request),
            "ChangeMessageVisibilityBatch" => ChangeMessageVisibilityBatch(request),
            "GetQueueUrl" => GetQueueUrl(request),
            "GetQueueAttributes" => _attributes.Get(QueueOf(request), request.Texts("AttributeNames")),
            "ListQueues" => ListQueues(request),
            "PurgeQueue" => PurgeQueue(request),
            "ListDeadLetterSourceQueues" => ListDeadLetterSourceQueues(request),
            "StartMessageMoveTask" => MoveTaskOperations.Start(queues, request),
            "ListMessageMoveTasks" => MoveTaskOperations.List(queues, request),
            "CancelMessageMoveTask" => MoveTaskOperations.Cancel(queues, request),
            _ => null,
        };
    }

    private JsonObject SendMessage(JsonObject request)
    {
        var queue = QueueOf(request);
        var message = ReadMessage(request);
        return SentJson(message, queues.Send(queue.Arn, message));
    }

    private JsonObject SendMessageBatch(JsonObject request)
    {
        var queue = QueueOf(request);
        var batch = BatchRequest.Read(request, "SendMessageBatchRequestEntry");
        var bytes = batch.Entries.Sum(entry => (long)BatchRequest.SizeOf(() => ReadMessage(entry.Members)));
        if (bytes > MessageRules.MaximumBytes)
        {
            throw SqsErrors.BatchRequestTooLong(bytes);
        }

        return queues.Run(queue.Arn, connection => batch.Run(entry =>
        {
            var message = ReadMessage(entry);
            return SentJson(message, queues.Send(connection, queue.Arn, message));
        }));
    }

    private JsonObject DeleteMessage(JsonObject request)
    {
        queues.Delete(QueueOf(request).Arn, [Required(request, "ReceiptHandle")]);
        return [];
    }

    private JsonObject DeleteMessageBatch(JsonObject request)
    {
        var queue = QueueOf(request);
        var batch = BatchRequest.Read(request, "DeleteMessageBatchRequestEntry");
        return queues.Run(queue.Arn, connection => batch.Run(entry =>
        {
            queues.Delete(connection, queue.Arn, Required(entry, "ReceiptHandle"));
            return [];
        }));
    }

    private JsonObject ChangeMessageVisibility(JsonObject request)
    {
        var queue = QueueOf(request);
        var seconds = request.Integer("VisibilityTimeout") ?? throw SqsErrors.MissingParameter("VisibilityTimeout");
        queues.ChangeVisibility(queue.Arn, [Required(request, "ReceiptHandle")], seconds);
        return [];
    }

    private JsonObject ChangeMessageVisibilityBatch(JsonObject request)
    {
        var queue = QueueOf(request);
        var batch = BatchRequest.Read(request, "ChangeMessageVisibilityBatchRequestEntry");
        return queues.Run(queue.Arn, connection => batch.Run(entry =>
        {
            // The model has no default for a batch entry; the service takes 0.
            var seconds = entry.Integer("VisibilityTimeout") ?? 0;
            queues.ChangeVisibility(connection, queue.Arn, Required(entry, "ReceiptHandle"), seconds);
            return [];
        }));
    }

    private JsonObject GetQueueUrl(JsonObject request)
    {
        var queue = queues.FindByName(Required(request, "QueueName"));
        var owner = request.Text("QueueOwnerAWSAccountId");
        return queue is null || (owner is not null && queues.Get(queue.Arn).Account != owner)
            ? throw SqsErrors.QueueDoesNotExist()
            : new() { ["QueueUrl"] = queue.Url };
    }

    private JsonObject ListQueues(JsonObject request)
    {
        var prefix = request.Text("QueueNamePrefix") ?? "";
        var urls = queues.Queues.Where(q => q.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(q => q.Url);
        return PageOfUrls(request, "QueueUrls", urls);
    }

    private JsonObject ListDeadLetterSourceQueues(JsonObject request)
    {
        var queue = queues.Get(QueueOf(request).Arn);
        return PageOfUrls(request, "queueUrls", queues.SourcesOf(queue).Select(source => source.Resource.Url));
    }

    private JsonObject PurgeQueue(JsonObject request)
    {
        queues.Purge(QueueOf(request).Arn);
        return [];
    }

    /// <summary>A page of queue URLs in order; the token of the next page is the last URL of this one.</summary>
    private static JsonObject PageOfUrls(JsonObject request, string member, IEnumerable<string> urls)
    {
        var maximum = request.Integer("MaxResults");
        if (maximum is < 1 or > MaximumPage)
        {
            throw SqsErrors.InvalidParameterValue("MaxResults", maximum, $"MaxResults must be an integer between 1 and {MaximumPage}.");
        }

        var after = request.Text("NextToken");
        var rest = urls.Order(StringComparer.Ordinal).SkipWhile(url => string.CompareOrdinal(url, after) <= 0).ToList();
        var page = rest.Take(maximum ?? MaximumPage).ToList();
        var response = new JsonObject { [member] = new JsonArray([.. page.Select(url => (JsonNode)url)]) };
        if (maximum is not null && page.Count < rest.Count)
        {
            response["NextToken"] = page[^1];
        }

        return response;
    }

    private QueueResource QueueOf(JsonObject request)
    {
        var url = Required(request, "QueueUrl");
        return queues.FindByUrl(url) ?? throw SqsErrors.QueueDoesNotExist();
    }

    private static OutgoingMessage ReadMessage(JsonObject request) => new()
    {
        Body = Required(request, "MessageBody"),
        Attributes = AttributesJson.Read(request.Structure("MessageAttributes")),
        DelaySeconds = request.Integer("DelaySeconds"),
        TraceHeader = ReadTraceHeader(request.Structure("MessageSystemAttributes")),
        MessageGroupId = request.Text("MessageGroupId"),
        MessageDeduplicationId = request.Text("MessageDeduplicationId"),
    };

    private static string? ReadTraceHeader(JsonObject? attributes)
    {
        var other = attributes?.FirstOrDefault(attribute => attribute.Key != "AWSTraceHeader").Key;
        return other is not null
            ? throw SqsErrors.InvalidParameterValue($"Message system attribute name '{other}' is invalid.")
            : attributes?.Structure("AWSTraceHeader")?.Text("StringValue");
    }

    private static JsonObject SentJson(OutgoingMessage message, SentMessage sent)
    {
        var json = new JsonObject { ["MessageId"] = sent.MessageId, ["MD5OfMessageBody"] = sent.MD5OfBody };
        if (MessageDigest.OfAttributes(message.Attributes) is { } digest)
        {
            json["MD5OfMessageAttributes"] = digest;
        }

        if (message.TraceHeader is { } trace)
        {
            json["MD5OfMessageSystemAttributes"] =
                MessageDigest.OfAttributes(new Dictionary<string, MessageAttribute> { ["AWSTraceHeader"] = MessageAttribute.Text(trace) });
        }

        if (sent.SequenceNumber is { } number)
        {
            json["SequenceNumber"] = number;
        }

        return json;
    }

    private static string Required(JsonObject request, string name) =>
        request.Text(name) is { Length: > 0 } text ? text : throw SqsErrors.MissingParameter(name);
}

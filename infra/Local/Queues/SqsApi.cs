using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Metering;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Queues;

/// <summary>
/// SQS's API over the deployment's queues, JSON 1.0. What creates, changes or deletes queues is not offered: templates do.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html
/// </summary>
public sealed class SqsApi : IAwsService
{
    private const int MaximumPage = 1_000;

    private readonly QueueService _queues;
    private readonly Dictionary<string, Func<JsonObject, CancellationToken, ValueTask<JsonObject>>> _operations;

    public SqsApi(QueueService queues, IReadOnlyList<QueuePolicyResource> policies, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(queues);
        _queues = queues;
        var receive = new ReceiveMessageOperation(queues, time);
        var attributes = new QueueAttributes(queues, policies);
        _operations = new()
        {
            ["SendMessage"] = Operation(SendMessage),
            ["SendMessageBatch"] = Operation(SendMessageBatch),
            ["ReceiveMessage"] = async (request, cancellationToken) => await receive.RunAsync(QueueOf(request), request, cancellationToken),
            ["DeleteMessage"] = Operation(DeleteMessage),
            ["DeleteMessageBatch"] = Operation(DeleteMessageBatch),
            ["ChangeMessageVisibility"] = Operation(ChangeMessageVisibility),
            ["ChangeMessageVisibilityBatch"] = Operation(ChangeMessageVisibilityBatch),
            ["GetQueueUrl"] = Operation(GetQueueUrl),
            ["GetQueueAttributes"] = Operation(request => attributes.Get(QueueOf(request), request.Texts("AttributeNames"))),
            ["ListQueues"] = Operation(ListQueues),
            ["PurgeQueue"] = Operation(PurgeQueue),
            ["ListDeadLetterSourceQueues"] = Operation(ListDeadLetterSourceQueues),
            ["StartMessageMoveTask"] = Operation(request => MoveTaskOperations.Start(queues, request)),
            ["ListMessageMoveTasks"] = Operation(request => MoveTaskOperations.List(queues, request)),
            ["CancelMessageMoveTask"] = Operation(request => MoveTaskOperations.Cancel(queues, request)),
        };
    }

    public string TargetPrefix => "AmazonSQS";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Operations => _operations.Keys;

    /// <inheritdoc/>
    public async ValueTask<JsonObject?> HandleAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!_operations.TryGetValue(operation, out var handle))
        {
            return null;
        }

        var answer = await handle(request, cancellationToken);
        MessageUsage.Call(_queues.Usage, operation, answer);
        return answer;
    }

    private static Func<JsonObject, CancellationToken, ValueTask<JsonObject>> Operation(Func<JsonObject, JsonObject> handle) =>
        (request, _) => new(handle(request));

    private JsonObject SendMessage(JsonObject request)
    {
        var queue = QueueOf(request);
        var message = ReadMessage(request);
        return SentJson(message, _queues.Send(queue.Arn, message));
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

        _queues.Usage.AddChunks(UsageItem.MessageSends, bytes);
        return _queues.Run(queue.Arn, connection => batch.Run(entry =>
        {
            var message = ReadMessage(entry);
            return SentJson(message, _queues.Put(connection, queue.Arn, message));
        }));
    }

    private JsonObject DeleteMessage(JsonObject request)
    {
        _queues.Delete(QueueOf(request).Arn, [Required(request, "ReceiptHandle")]);
        return [];
    }

    private JsonObject DeleteMessageBatch(JsonObject request)
    {
        var queue = QueueOf(request);
        var batch = BatchRequest.Read(request, "DeleteMessageBatchRequestEntry");
        return _queues.Run(queue.Arn, connection => batch.Run(entry =>
        {
            _queues.Delete(connection, queue.Arn, Required(entry, "ReceiptHandle"));
            return [];
        }));
    }

    private JsonObject ChangeMessageVisibility(JsonObject request)
    {
        var queue = QueueOf(request);
        var seconds = request.Integer("VisibilityTimeout") ?? throw SqsErrors.MissingParameter("VisibilityTimeout");
        _queues.ChangeVisibility(queue.Arn, [Required(request, "ReceiptHandle")], seconds);
        return [];
    }

    private JsonObject ChangeMessageVisibilityBatch(JsonObject request)
    {
        var queue = QueueOf(request);
        var batch = BatchRequest.Read(request, "ChangeMessageVisibilityBatchRequestEntry");
        return _queues.Run(queue.Arn, connection => batch.Run(entry =>
        {
            // The model has no default for a batch entry; the service takes 0.
            var seconds = entry.Integer("VisibilityTimeout") ?? 0;
            _queues.ChangeVisibility(connection, queue.Arn, Required(entry, "ReceiptHandle"), seconds);
            return [];
        }));
    }

    private JsonObject GetQueueUrl(JsonObject request)
    {
        var queue = _queues.FindByName(Required(request, "QueueName"));
        var owner = request.Text("QueueOwnerAWSAccountId");
        return queue is null || (owner is not null && _queues.Get(queue.Arn).Account != owner)
            ? throw SqsErrors.QueueDoesNotExist()
            : new() { ["QueueUrl"] = queue.Url };
    }

    private JsonObject ListQueues(JsonObject request)
    {
        var prefix = request.Text("QueueNamePrefix") ?? "";
        var urls = _queues.Queues.Where(q => q.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(q => q.Url);
        return PageOfUrls(request, "QueueUrls", urls);
    }

    private JsonObject ListDeadLetterSourceQueues(JsonObject request)
    {
        var queue = _queues.Get(QueueOf(request).Arn);
        return PageOfUrls(request, "queueUrls", _queues.SourcesOf(queue).Select(source => source.Resource.Url));
    }

    private JsonObject PurgeQueue(JsonObject request)
    {
        _queues.Purge(QueueOf(request).Arn);
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
        return _queues.FindByUrl(url) ?? throw SqsErrors.QueueDoesNotExist();
    }

    private static OutgoingMessage ReadMessage(JsonObject request)
    {
        var message = new OutgoingMessage
        {
            Body = Required(request, "MessageBody"),
            Attributes = AttributesJson.Read(request.Structure("MessageAttributes")),
            DelaySeconds = request.Integer("DelaySeconds"),
            TraceHeader = ReadTraceHeader(request.Structure("MessageSystemAttributes")),
            MessageGroupId = request.Text("MessageGroupId"),
        };
        return request.Text("MessageDeduplicationId") is { } id
            ? throw SqsErrors.InvalidParameterValue(
                "MessageDeduplicationId", id, "The request includes a parameter that is not valid for this queue type.")
            : message;
    }

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

        return json;
    }

    private static string Required(JsonObject request, string name) =>
        request.Text(name) is { Length: > 0 } text ? text : throw SqsErrors.MissingParameter(name);
}

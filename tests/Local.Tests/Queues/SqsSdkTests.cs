using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace SensorWatch.Local.Tests.Queues;

/// <summary>The real SDK, which checks the MD5 digests and makes typed exceptions of errors.</summary>
public sealed class SqsSdkTests : IAsyncLifetime, IDisposable
{
    private readonly QueueFixture _queues = new(
        QueueFixture.Queue("jobs", "jobs-dead", maxReceiveCount: 2),
        QueueFixture.Queue("jobs-dead"));

    private AwsTestHost _host = null!;
    private AmazonSQSClient _client = null!;

    public async Task InitializeAsync()
    {
        _host = await AwsTestHost.StartAsync(_queues.Api);
        _client = new(new BasicAWSCredentials("test", "test"), new AmazonSQSConfig
        {
            ServiceURL = _host.Url,
            AuthenticationRegion = QueueFixture.Region,
            MaxErrorRetry = 0,
        });
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _queues.Dispose();
    }

    [Fact]
    public async Task A_message_with_attributes_makes_the_round_trip()
    {
        using var picture = new MemoryStream([0, 1, 255]);
        var url = (await _client.GetQueueUrlAsync("jobs")).QueueUrl;
        var sent = await _client.SendMessageAsync(new SendMessageRequest(url, "héllo \u2028 \ud83d\ude00 \"quoted\"")
        {
            MessageAttributes = new()
            {
                ["Text"] = new() { DataType = "String", StringValue = "värde" },
                ["Count"] = new() { DataType = "Number.int", StringValue = "42" },
                ["Picture"] = new() { DataType = "Binary.png", BinaryValue = picture },
            },
            MessageSystemAttributes = new() { ["AWSTraceHeader"] = new() { DataType = "String", StringValue = "Root=1-2-3" } },
        });

        var received = await _client.ReceiveMessageAsync(new ReceiveMessageRequest(url)
        {
            MessageSystemAttributeNames = ["All"],
            MessageAttributeNames = ["All"],
        });

        var message = received.Messages.Single();
        message.MessageId.ShouldBe(sent.MessageId);
        message.Body.ShouldBe("héllo \u2028 \ud83d\ude00 \"quoted\"");
        message.MD5OfMessageAttributes.ShouldBe(sent.MD5OfMessageAttributes);
        message.MessageAttributes["Count"].StringValue.ShouldBe("42");
        message.MessageAttributes["Picture"].BinaryValue.ToArray().ShouldBe([0, 1, 255]);
        message.Attributes["AWSTraceHeader"].ShouldBe("Root=1-2-3");
        message.Attributes["ApproximateReceiveCount"].ShouldBe("1");
        message.Attributes["SentTimestamp"].ShouldBe(_queues.Time.GetUtcNow().ToUnixTimeMilliseconds().ToString());
    }

    [Fact]
    public async Task A_receive_returns_the_attributes_that_it_asks_for()
    {
        await _client.SendMessageAsync(new SendMessageRequest(QueueFixture.Url("jobs"), "x")
        {
            MessageAttributes = new()
            {
                ["app.name"] = new() { DataType = "String", StringValue = "a" },
                ["app.version"] = new() { DataType = "String", StringValue = "1" },
                ["other"] = new() { DataType = "String", StringValue = "o" },
            },
        });

        var received = await _client.ReceiveMessageAsync(new ReceiveMessageRequest(QueueFixture.Url("jobs"))
        {
            MessageSystemAttributeNames = ["SenderId"],
            MessageAttributeNames = ["app.*"],
        });

        received.Messages[0].MessageAttributes.Keys.ShouldBe(["app.name", "app.version"], ignoreOrder: true);
        received.Messages[0].Attributes.ShouldBe(new Dictionary<string, string> { ["SenderId"] = QueueFixture.Account });
    }

    [Fact]
    public async Task Batches_are_sent_changed_and_deleted()
    {
        var url = QueueFixture.Url("jobs");
        var sent = await _client.SendMessageBatchAsync(url, [.. Enumerable.Range(0, 10).Select(i => new SendMessageBatchRequestEntry($"e-{i}", $"{i}"))]);
        var received = await _client.ReceiveMessageAsync(new ReceiveMessageRequest(url) { MaxNumberOfMessages = 10 });

        sent.Successful.Select(e => e.Id).ShouldBe(Enumerable.Range(0, 10).Select(i => $"e-{i}"));
        received.Messages.Select(m => m.Body).ShouldBe(Enumerable.Range(0, 10).Select(i => $"{i}"));
        var changed = await _client.ChangeMessageVisibilityBatchAsync(
            url, [new("a", received.Messages[0].ReceiptHandle) { VisibilityTimeout = 0 }]);
        changed.Successful.Single().Id.ShouldBe("a");
        var deleted = await _client.DeleteMessageBatchAsync(
            url, [new("good", received.Messages[1].ReceiptHandle), new("bad", "nonsense")]);
        deleted.Successful.Single().Id.ShouldBe("good");
        deleted.Failed.Single().ShouldSatisfyAllConditions(
            e => e.Id.ShouldBe("bad"),
            e => e.Code.ShouldBe("ReceiptHandleIsInvalid"),
            e => e.SenderFault.ShouldBe(true));
        _queues.Service.Count(QueueFixture.Arn("jobs")).ShouldBe(new(Visible: 1, InFlight: 8, Delayed: 0));
    }

    [Fact]
    public async Task A_messages_group_is_kept()
    {
        var url = QueueFixture.Url("jobs");
        await _client.SendMessageAsync(new SendMessageRequest(url, "x") { MessageGroupId = "g" });

        var message = (await _client.ReceiveMessageAsync(new ReceiveMessageRequest(url) { MessageSystemAttributeNames = ["All"] })).Messages[0];

        message.Attributes["MessageGroupId"].ShouldBe("g");
    }

    [Fact]
    public async Task A_queues_attributes_show_its_configuration_and_counts()
    {
        await _client.SendMessageAsync(QueueFixture.Url("jobs"), "x");

        var all = await _client.GetQueueAttributesAsync(QueueFixture.Url("jobs"), ["All"]);
        var two = await _client.GetQueueAttributesAsync(QueueFixture.Url("jobs"), ["QueueArn", "DelaySeconds"]);

        all.ApproximateNumberOfMessages.ShouldBe(1);
        all.VisibilityTimeout.ShouldBe(30);
        all.MaximumMessageSize.ShouldBe(1_048_576);
        all.Attributes["RedrivePolicy"].ShouldContain("\"maxReceiveCount\":2");
        two.Attributes.Keys.ShouldBe(["QueueArn", "DelaySeconds"], ignoreOrder: true);
    }

    [Fact]
    public async Task Queues_are_listed_by_prefix_and_page()
    {
        var first = await _client.ListQueuesAsync(new ListQueuesRequest { QueueNamePrefix = "jobs", MaxResults = 1 });
        var second = await _client.ListQueuesAsync(new ListQueuesRequest { QueueNamePrefix = "jobs", MaxResults = 1, NextToken = first.NextToken });

        first.QueueUrls.Concat(second.QueueUrls).ShouldBe([QueueFixture.Url("jobs"), QueueFixture.Url("jobs-dead")]);
        second.NextToken.ShouldBeNull();
    }

    [Fact]
    public async Task A_long_poll_is_answered_by_a_send()
    {
        var polling = _client.ReceiveMessageAsync(new ReceiveMessageRequest(QueueFixture.Url("jobs")) { WaitTimeSeconds = 20 });
        await _client.SendMessageAsync(QueueFixture.Url("jobs"), "x");

        (await polling.WaitAsync(TimeSpan.FromSeconds(30))).Messages.Single().Body.ShouldBe("x");
    }

    [Fact]
    public async Task Errors_become_the_SDKs_typed_exceptions()
    {
        var url = QueueFixture.Url("jobs");
        var missing = await Should.ThrowAsync<QueueDoesNotExistException>(() => _client.GetQueueUrlAsync("missing"));
        missing.ErrorCode.ShouldBe("AWS.SimpleQueueService.NonExistentQueue");
        await Should.ThrowAsync<QueueDoesNotExistException>(() => _client.SendMessageAsync(QueueFixture.Url("missing"), "x"));
        await Should.ThrowAsync<ReceiptHandleIsInvalidException>(() => _client.DeleteMessageAsync(url, "nonsense"));
        await Should.ThrowAsync<InvalidMessageContentsException>(() => _client.SendMessageAsync(url, "\u0001"));
        await Should.ThrowAsync<EmptyBatchRequestException>(() => _client.SendMessageBatchAsync(url, []));
        await Should.ThrowAsync<TooManyEntriesInBatchRequestException>(() => _client.SendMessageBatchAsync(
            url, [.. Enumerable.Range(0, 11).Select(i => new SendMessageBatchRequestEntry($"{i}", "x"))]));
        await Should.ThrowAsync<BatchEntryIdsNotDistinctException>(() => _client.SendMessageBatchAsync(url, [new("a", "x"), new("a", "y")]));
        await Should.ThrowAsync<InvalidBatchEntryIdException>(() => _client.SendMessageBatchAsync(url, [new("a b", "x")]));
        await Should.ThrowAsync<BatchRequestTooLongException>(() => _client.SendMessageBatchAsync(
            url, [new("a", new('x', 600_000)), new("b", new('x', 600_000))]));
        await Should.ThrowAsync<InvalidAttributeNameException>(() => _client.GetQueueAttributesAsync(url, ["Nonsense"]));
        await _client.PurgeQueueAsync(url);
        await Should.ThrowAsync<PurgeQueueInProgressException>(() => _client.PurgeQueueAsync(url));
        var invalid = await Should.ThrowAsync<AmazonSQSException>(() => _client.SendMessageAsync(url, new('x', 1_048_577)));
        (invalid.ErrorCode, invalid.Message).ShouldBe(
            ("InvalidParameterValue", "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes."));
    }
}

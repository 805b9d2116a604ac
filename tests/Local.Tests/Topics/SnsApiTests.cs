using SensorWatch.Local.Topics;

namespace SensorWatch.Local.Tests.Topics;

public sealed class SnsApiTests : IDisposable
{
    private readonly TopicFixture _topic = new(TopicFixture.Subscription("email", "ops@example.com"));

    public void Dispose() => _topic.Dispose();

    [Fact]
    public void Publish_takes_subject_and_attributes_and_gives_the_messages_id()
    {
        var answer = _topic.Call(
            "Publish",
            ("TopicArn", TopicFixture.TopicArn),
            ("Message", "hello"),
            ("Subject", "s"),
            ("MessageAttributes.entry.1.Name", "n"),
            ("MessageAttributes.entry.1.Value.DataType", "Number"),
            ("MessageAttributes.entry.1.Value.StringValue", "5"),
            ("MessageAttributes.entry.2.Name", "b"),
            ("MessageAttributes.entry.2.Value.DataType", "Binary"),
            ("MessageAttributes.entry.2.Value.BinaryValue", "AQI="));

        var kept = _topic.Service.Messages(TopicFixture.TopicArn).ShouldHaveSingleItem();
        answer.ShouldBe($"<MessageId>{kept.MessageId}</MessageId>");
        (kept.Subject, kept.Message).ShouldBe(("s", "hello"));
    }

    [Theory]
    [InlineData("Message", "", "InvalidParameter", "Invalid parameter: Empty message")]
    [InlineData("Subject", "a\nb", "InvalidParameter", "Invalid parameter: Subject")]
    [InlineData("Subject", "", "InvalidParameter", "Invalid parameter: Subject")]
    [InlineData("TopicArn", "alarms", "InvalidParameter", "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1")]
    [InlineData("TopicArn", "", "InvalidParameter", "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter")]
    [InlineData("TopicArn", "arn:aws:sns:eu-west-1:111122223333:gone", "NotFound", "Topic does not exist")]
    [InlineData("MessageStructure", "xml", "InvalidParameter", "Invalid parameter: Message Structure")]
    [InlineData("MessageStructure", "json", "InvalidParameter", "Invalid parameter: Message Structure - JSON message body failed to parse")]
    public void A_message_that_SNS_would_refuse_is_refused_in_its_words(string member, string value, string code, string message)
    {
        var members = new Dictionary<string, string> { ["TopicArn"] = TopicFixture.TopicArn, ["Message"] = "hello", [member] = value };

        var error = _topic.Fail("Publish", [.. members.Select(m => (m.Key, m.Value))]);

        (error.Code, error.Message).ShouldBe((code, message));
        _topic.Service.Messages(TopicFixture.TopicArn).ShouldBeEmpty();
    }

    [Fact]
    public void A_text_for_each_protocol_needs_a_default() => _topic
        .Fail("Publish", ("TopicArn", TopicFixture.TopicArn), ("MessageStructure", "json"), ("Message", """{"sms":"s"}"""))
        .Message.ShouldBe("Invalid parameter: Message Structure - No default entry in JSON message body");

    [Fact]
    public void A_message_has_at_most_256_KiB()
    {
        _topic.Call("Publish", ("TopicArn", TopicFixture.TopicArn), ("Message", new string('x', TopicRules.MaximumBytes)));

        _topic.Fail("Publish", ("TopicArn", TopicFixture.TopicArn), ("Message", new string('x', TopicRules.MaximumBytes + 1)))
            .Message.ShouldBe("Invalid parameter: Message too long");
    }

    [Fact]
    public void A_batch_publishes_what_is_valid_and_tells_what_is_not()
    {
        var answer = _topic.Call("PublishBatch", ("TopicArn", TopicFixture.TopicArn), Entry(1, "Id", "a"), Entry(1, "Message", "one"), Entry(2, "Id", "b"), Entry(2, "Message", ""));

        var kept = _topic.Service.Messages(TopicFixture.TopicArn).ShouldHaveSingleItem();
        answer.ShouldBe(
            $"<Successful><member><Id>a</Id><MessageId>{kept.MessageId}</MessageId></member></Successful>"
            + "<Failed><member><Id>b</Id><Code>InvalidParameter</Code><Message>Invalid parameter: Empty message</Message><SenderFault>true</SenderFault></member></Failed>");
    }

    [Fact]
    public void A_batch_that_is_none_is_refused_whole()
    {
        var topic = ("TopicArn", TopicFixture.TopicArn);
        var (half, other) = (new string('x', TopicRules.MaximumBytes / 2), new string('x', (TopicRules.MaximumBytes / 2) + 1));

        _topic.Fail("PublishBatch", topic).Code.ShouldBe("EmptyBatchRequest");
        _topic.Fail("PublishBatch", topic, Entry(1, "Id", "a b")).Code.ShouldBe("InvalidBatchEntryId");
        _topic.Fail("PublishBatch", topic, Entry(1, "Id", "a"), Entry(2, "Id", "a")).Code.ShouldBe("BatchEntryIdsNotDistinct");
        _topic.Fail("PublishBatch", [topic, .. Enumerable.Range(1, 11).Select(i => Entry(i, "Id", $"{i}"))]).Code.ShouldBe("TooManyEntriesInBatchRequest");
        _topic.Fail("PublishBatch", topic, Entry(1, "Id", "a"), Entry(1, "Message", half), Entry(2, "Id", "b"), Entry(2, "Message", other))
            .Code.ShouldBe("BatchRequestTooLong");

        _topic.Service.Messages(TopicFixture.TopicArn).ShouldBeEmpty();
    }

    [Fact]
    public void Topics_and_subscriptions_are_listed()
    {
        _topic.Call("ListTopics").ShouldBe($"<Topics><member><TopicArn>{TopicFixture.TopicArn}</TopicArn></member></Topics>");
        _topic.Call("ListSubscriptions").ShouldContain("<Protocol>email</Protocol><Endpoint>ops@example.com</Endpoint>");
        _topic.Call("ListSubscriptionsByTopic", ("TopicArn", TopicFixture.TopicArn)).ShouldBe(_topic.Call("ListSubscriptions"));
        _topic.Call("GetTopicAttributes", ("TopicArn", TopicFixture.TopicArn)).ShouldContain("<entry><key>SubscriptionsConfirmed</key><value>1</value></entry>");
        _topic.Fail("GetTopicAttributes", ("TopicArn", TopicFixture.TopicArn + "x")).StatusCode.ShouldBe(404);
    }

    private static (string Name, string Value) Entry(int number, string member, string value) => ($"PublishBatchRequestEntries.member.{number}.{member}", value);
}

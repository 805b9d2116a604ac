using System.Text.Json.Nodes;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Tests.Queues;
using SensorWatch.Local.Topics;

namespace SensorWatch.Local.Tests.Topics;

public class TopicServiceTests
{
    private static readonly TopicMessage Hot = new()
    {
        Message = "It is hot",
        Subject = "Alert",
        Attributes = new Dictionary<string, MessageAttribute> { ["severity"] = MessageAttribute.Text("critical") },
    };

    [Fact]
    public void A_queue_gets_a_message_in_SNSs_envelope()
    {
        using var topic = WithQueue(raw: false);

        var id = topic.Service.Publish(TopicFixture.TopicArn, Hot);

        var received = topic.Queues.Receive("inbox").ShouldHaveSingleItem();
        received.Attributes.ShouldBeEmpty();
        JsonNode.DeepEquals(JsonNode.Parse(received.Body), JsonNode.Parse($$$"""
            {"Type":"Notification","MessageId":"{{{id}}}","TopicArn":"{{{TopicFixture.TopicArn}}}","Subject":"Alert","Message":"It is hot",
             "Timestamp":"2026-03-01T12:00:00.000Z","MessageAttributes":{"severity":{"Type":"String","Value":"critical"} } }
            """)).ShouldBeTrue(received.Body);
    }

    [Fact]
    public void A_queue_that_wants_it_raw_gets_the_message_and_its_attributes()
    {
        using var topic = WithQueue(raw: true);

        topic.Service.Publish(TopicFixture.TopicArn, Hot);

        var received = topic.Queues.Receive("inbox").ShouldHaveSingleItem();
        received.Body.ShouldBe("It is hot");
        received.Attributes["severity"].StringValue.ShouldBe("critical");
    }

    [Fact]
    public async Task A_queues_reader_that_waits_is_woken()
    {
        using var topic = WithQueue(raw: true);
        var waiting = topic.Queues.Service.WaitForMessageAsync(QueueFixture.Arn("inbox"), CancellationToken.None);
        waiting.IsCompleted.ShouldBeFalse();

        topic.Service.Publish(TopicFixture.TopicArn, Hot);

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Without_a_policy_that_lets_SNS_the_message_goes_to_the_dead_letter_queue()
    {
        using var topic = new TopicFixture(
            [TopicFixture.Subscription("sqs", QueueFixture.Arn("inbox"), deadLetterQueue: "lost")],
            [TopicFixture.Allow("lost")],
            QueueFixture.Queue("inbox"),
            QueueFixture.Queue("lost"));

        topic.Service.Publish(TopicFixture.TopicArn, Hot);

        topic.Queues.Receive("inbox").ShouldBeEmpty();
        topic.Queues.Receive("lost").ShouldHaveSingleItem().Body.ShouldContain("It is hot");
        topic.Service.Messages(TopicFixture.TopicArn).Single().Deliveries.Single().Problem.ShouldNotBeNull().ShouldContain("sqs:SendMessage");
        topic.Log.Lines.ShouldHaveSingleItem().ShouldContain("It is in the subscription's dead-letter queue");
    }

    [Theory]
    [InlineData("email", "ops@example.com", "It is hot")]
    [InlineData("sms", "+15550100", "It is hot")]
    public void What_goes_to_people_is_shown_and_kept(string protocol, string endpoint, string body)
    {
        using var topic = new TopicFixture(TopicFixture.Subscription(protocol, endpoint));

        var id = topic.Service.Publish(TopicFixture.TopicArn, Hot);

        var kept = topic.Service.Messages(TopicFixture.TopicArn).ShouldHaveSingleItem();
        (kept.MessageId, kept.Subject, kept.Message, kept.PublishedAt).ShouldBe((id, "Alert", "It is hot", topic.Queues.Time.GetUtcNow()));
        kept.Deliveries.ShouldBe([new TopicDelivery(protocol, endpoint, body)]);
        topic.Log.Lines.ShouldHaveSingleItem().ShouldContain($"'Alert' would be sent to {protocol} {endpoint}");
    }

    [Fact]
    public void A_web_hook_would_get_the_envelope()
    {
        using var topic = new TopicFixture(TopicFixture.Subscription("https", "https://example.com/hook"));

        topic.Service.Publish(TopicFixture.TopicArn, Hot);

        JsonNode.Parse(topic.Service.Messages(TopicFixture.TopicArn).Single().Deliveries.Single().Body)!["Type"]!.GetValue<string>().ShouldBe("Notification");
    }

    [Fact]
    public void A_topic_without_subscriptions_says_that_nobody_heard()
    {
        using var topic = new TopicFixture();

        topic.Service.Publish(TopicFixture.TopicArn, Hot);

        topic.Service.Messages(TopicFixture.TopicArn).Single().Deliveries.ShouldBeEmpty();
        topic.Log.Lines.ShouldHaveSingleItem().ShouldContain("has no subscriptions");
    }

    [Fact]
    public void Each_protocol_gets_its_own_text()
    {
        using var topic = new TopicFixture(TopicFixture.Subscription("email", "ops@example.com"), TopicFixture.Subscription("sms", "+15550100"));

        topic.Service.Publish(TopicFixture.TopicArn, new() { Message = """{"default":"d","sms":"s"}""", PerProtocol = true });

        topic.Service.Messages(TopicFixture.TopicArn).Single().Deliveries.Select(delivery => delivery.Body).ShouldBe(["d", "s"]);
    }

    [Fact]
    public void What_is_not_done_here_is_refused_by_name()
    {
        var refusals = string.Join('\n', TopicRefusals.Of(
            [TopicFixture.Topic() with { Fifo = true }],
            [
                TopicFixture.Subscription("firehose", "arn:aws:firehose:r:a:deliverystream/f"),
                TopicFixture.Subscription("lambda", "arn:aws:lambda:r:a:function:f", raw: true),
                TopicFixture.Subscription("sqs", "q") with { TopicArn = "arn:aws:sns:r:a:other" },
            ]));

        refusals.ShouldContain("FIFO topics are not run");
        refusals.ShouldContain("protocol firehose");
        refusals.ShouldContain("does not support raw message delivery");
        refusals.ShouldContain("arn:aws:sns:r:a:other is not part of this deployment");
    }

    private static TopicFixture WithQueue(bool raw) => new(
        [TopicFixture.Subscription("sqs", QueueFixture.Arn("inbox"), raw)], [TopicFixture.Allow("inbox")], QueueFixture.Queue("inbox"));
}

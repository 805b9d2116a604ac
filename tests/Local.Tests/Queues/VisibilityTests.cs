using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Tests.Queues;

public sealed class VisibilityTests : IDisposable
{
    private readonly QueueFixture _queues = new(
        QueueFixture.Queue("jobs"),
        QueueFixture.Queue("slow") with { DelaySeconds = 60, MessageRetentionPeriod = 3_600 });

    public void Dispose() => _queues.Dispose();

    [Fact]
    public void A_received_message_is_invisible_until_its_visibility_time_out_ends()
    {
        _queues.Send("jobs", "one");

        _queues.ReceiveBodies("jobs").ShouldBe(["one"]);
        _queues.Time.Advance(TimeSpan.FromSeconds(29.999));
        _queues.ReceiveBodies("jobs").ShouldBeEmpty();
        _queues.Time.Advance(TimeSpan.FromMilliseconds(1));
        _queues.ReceiveBodies("jobs").ShouldBe(["one"]);
    }

    [Fact]
    public void A_deleted_message_never_comes_back()
    {
        _queues.Send("jobs", "one");
        _queues.Delete("jobs", _queues.Receive("jobs")[0]);

        _queues.Time.Advance(TimeSpan.FromDays(1));

        _queues.Receive("jobs").ShouldBeEmpty();
    }

    [Fact]
    public void A_receive_counts_and_keeps_the_time_of_the_first()
    {
        var sentAt = _queues.Time.GetUtcNow();
        _queues.Send("jobs", "one");
        _queues.Time.Advance(TimeSpan.FromSeconds(5));
        var first = _queues.Receive("jobs")[0];
        _queues.Time.Advance(TimeSpan.FromSeconds(30));
        var second = _queues.Receive("jobs")[0];

        second.MessageId.ShouldBe(first.MessageId);
        second.ReceiptHandle.ShouldNotBe(first.ReceiptHandle);
        (first.ReceiveCount, second.ReceiveCount).ShouldBe((1, 2));
        second.SentAt.ShouldBe(sentAt);
        second.FirstReceivedAt.ShouldBe(sentAt.AddSeconds(5));
    }

    [Fact]
    public void A_receipt_handle_that_a_later_receive_replaced_deletes_nothing()
    {
        _queues.Send("jobs", "one");
        var first = _queues.Receive("jobs")[0];
        _queues.Time.Advance(TimeSpan.FromSeconds(30));
        _queues.Receive("jobs").Count.ShouldBe(1);

        _queues.Delete("jobs", first);

        _queues.Service.Count(QueueFixture.Arn("jobs")).InFlight.ShouldBe(1);
    }

    [Fact]
    public void A_receipt_handle_still_deletes_after_its_visibility_ended_if_nobody_received_since()
    {
        _queues.Send("jobs", "one");
        var message = _queues.Receive("jobs")[0];
        _queues.Time.Advance(TimeSpan.FromSeconds(31));

        _queues.Delete("jobs", message);

        _queues.Receive("jobs").ShouldBeEmpty();
    }

    [Fact]
    public void A_receive_may_set_its_own_visibility_time_out_even_to_zero()
    {
        _queues.Send("jobs", "one");

        _queues.Receive("jobs", visibility: 0).Count.ShouldBe(1);
        _queues.Receive("jobs", visibility: 100).Count.ShouldBe(1);
        _queues.Time.Advance(TimeSpan.FromSeconds(99));
        _queues.Receive("jobs").ShouldBeEmpty();
        _queues.Time.Advance(TimeSpan.FromSeconds(1));
        _queues.Receive("jobs")[0].ReceiveCount.ShouldBe(3);
    }

    [Fact]
    public void A_changed_visibility_counts_from_now()
    {
        _queues.Send("jobs", "one");
        var message = _queues.Receive("jobs")[0];
        _queues.Time.Advance(TimeSpan.FromSeconds(20));
        _queues.Service.ChangeVisibility(QueueFixture.Arn("jobs"), [message.ReceiptHandle], 20);

        _queues.Time.Advance(TimeSpan.FromSeconds(19));
        _queues.Receive("jobs").ShouldBeEmpty();
        _queues.Time.Advance(TimeSpan.FromSeconds(1));
        _queues.Receive("jobs").Count.ShouldBe(1);
    }

    [Fact]
    public void A_visibility_can_be_changed_only_while_the_message_is_in_flight_and_for_twelve_hours_in_all()
    {
        _queues.Send("jobs", "one");
        var message = _queues.Receive("jobs", visibility: 100)[0];
        _queues.Time.Advance(TimeSpan.FromSeconds(10));

        Refusal(message.ReceiptHandle, 43_195).Message.ShouldContain("Total VisibilityTimeout");
        Refusal(message.ReceiptHandle, 43_201).Message.ShouldContain("between 0 and 43200");
        Refusal("nonsense", 1).Code.ShouldEndWith("ReceiptHandleIsInvalid");
        _queues.Time.Advance(TimeSpan.FromSeconds(100));
        Refusal(message.ReceiptHandle, 1).Code.ShouldEndWith("MessageNotInflight");
        _queues.Delete("jobs", message);
        Refusal(message.ReceiptHandle, 1).Message.ShouldContain("Message does not exist");
    }

    [Fact]
    public void A_queue_delays_its_messages_and_a_message_may_have_its_own_delay()
    {
        _queues.Send("slow", "by the queue");
        _queues.Send("slow", "at once", delay: 0);
        _queues.Send("slow", "late", delay: 900);

        _queues.Service.Count(QueueFixture.Arn("slow")).ShouldBe(new(Visible: 1, InFlight: 0, Delayed: 2));
        _queues.ReceiveBodies("slow").ShouldBe(["at once"]);
        _queues.Time.Advance(TimeSpan.FromSeconds(60));
        _queues.ReceiveBodies("slow").ShouldBe(["at once", "by the queue"], ignoreOrder: true);
        _queues.Time.Advance(TimeSpan.FromSeconds(840));
        _queues.ReceiveBodies("slow").ShouldContain("late");
    }

    [Fact]
    public void A_message_vanishes_when_its_retention_ends_even_in_flight()
    {
        _queues.Send("slow", "one", delay: 0);
        _queues.Send("slow", "two", delay: 0);
        _queues.Receive("slow", maximum: 1, visibility: 40_000).Count.ShouldBe(1);

        _queues.Time.Advance(TimeSpan.FromSeconds(3_600));

        _queues.Receive("slow").ShouldBeEmpty();
        _queues.Service.Count(QueueFixture.Arn("slow")).ShouldBe(new(0, 0, 0));
    }

    [Fact]
    public void A_message_that_does_not_fit_stays_in_the_queue_uncounted()
    {
        _queues.Send("jobs", "small");
        _queues.Send("jobs", "large");

        _queues.Service.Receive(QueueFixture.Arn("jobs"), 10, fits: m => m.Body == "small").Count.ShouldBe(1);

        var rest = _queues.Receive("jobs");
        rest.Count.ShouldBe(1);
        rest[0].Body.ShouldBe("large");
        rest[0].ReceiveCount.ShouldBe(1);
    }

    private AwsException Refusal(string receiptHandle, int seconds) =>
        Should.Throw<AwsException>(() => _queues.Service.ChangeVisibility(QueueFixture.Arn("jobs"), [receiptHandle], seconds));
}

using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Tests.Queues;

public sealed class FifoTests : IDisposable
{
    private readonly QueueFixture _queues = new(
        QueueFixture.Queue("orders.fifo"),
        QueueFixture.Queue("content.fifo") with { ContentBasedDeduplication = true });

    public void Dispose() => _queues.Dispose();

    [Fact]
    public void A_groups_next_message_waits_while_one_of_the_group_is_in_flight_and_other_groups_do_not()
    {
        _queues.Send("orders.fifo", "a1", "a", "1");
        _queues.Send("orders.fifo", "a2", "a", "2");
        _queues.Send("orders.fifo", "b1", "b", "3");

        var first = _queues.Receive("orders.fifo", maximum: 1).Single();
        first.Body.ShouldBe("a1");
        _queues.ReceiveBodies("orders.fifo").ShouldBe(["b1"]);
        _queues.Receive("orders.fifo").ShouldBeEmpty();
        _queues.Delete("orders.fifo", first);

        _queues.ReceiveBodies("orders.fifo").ShouldBe(["a2"]);
    }

    [Fact]
    public void A_message_that_comes_back_comes_before_the_rest_of_its_group()
    {
        _queues.Send("orders.fifo", "a1", "a", "1");
        _queues.Send("orders.fifo", "a2", "a", "2");
        _queues.Receive("orders.fifo", maximum: 1).Count.ShouldBe(1);
        _queues.Time.Advance(TimeSpan.FromSeconds(30));

        _queues.ReceiveBodies("orders.fifo").ShouldBe(["a1", "a2"]);
    }

    [Fact]
    public void A_duplicate_id_within_five_minutes_is_accepted_and_not_delivered()
    {
        var first = _queues.Send("orders.fifo", "one", "g", "same");
        _queues.Delete("orders.fifo", _queues.Receive("orders.fifo")[0]);
        _queues.Time.Advance(TimeSpan.FromSeconds(299));
        var second = _queues.Send("orders.fifo", "two", "g", "same");

        (second.MessageId, second.SequenceNumber).ShouldBe((first.MessageId, first.SequenceNumber));
        _queues.Receive("orders.fifo").ShouldBeEmpty();
        _queues.Time.Advance(TimeSpan.FromSeconds(1));
        _queues.Send("orders.fifo", "three", "g", "same").MessageId.ShouldNotBe(first.MessageId);
        _queues.ReceiveBodies("orders.fifo").ShouldBe(["three"]);
    }

    [Fact]
    public void The_content_serves_as_the_id_where_the_queue_says_so()
    {
        _queues.Send("content.fifo", "one", "g");
        _queues.Send("content.fifo", "one", "h");
        _queues.Send("content.fifo", "two", "g");
        _queues.Send("content.fifo", "two", "g", "another-id");

        _queues.ReceiveBodies("content.fifo").ShouldBe(["one", "two", "two"]);
    }

    [Fact]
    public void Sequence_numbers_rise()
    {
        var numbers = Enumerable.Range(0, 20).Select(i => _queues.Send("orders.fifo", "x", "g", $"{i}").SequenceNumber).ToList();

        numbers.ShouldBe(numbers.Order(StringComparer.Ordinal));
        numbers.ShouldAllBe(number => number!.Length == 20);
    }

    [Fact]
    public void A_receipt_handle_expires_with_the_visibility_time_out()
    {
        _queues.Send("orders.fifo", "one", "g", "1");
        var message = _queues.Receive("orders.fifo")[0];
        _queues.Time.Advance(TimeSpan.FromSeconds(30));

        Should.Throw<AwsException>(() => _queues.Delete("orders.fifo", message)).Message.ShouldEndWith("The receipt handle has expired.");
    }

    [Fact]
    public async Task A_waiter_is_not_woken_by_a_message_whose_group_is_locked()
    {
        _queues.Send("orders.fifo", "a1", "a", "1");
        _queues.Send("orders.fifo", "a2", "a", "2");
        _queues.Receive("orders.fifo", maximum: 1).Count.ShouldBe(1);

        var waiting = _queues.Service.WaitForMessageAsync(QueueFixture.Arn("orders.fifo"), CancellationToken.None);

        waiting.IsCompleted.ShouldBeFalse();
        _queues.Time.Advance(TimeSpan.FromSeconds(31));
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("orders.fifo", null, "1", "MessageGroupId")]
    [InlineData("orders.fifo", "g", null, "ContentBasedDeduplication")]
    [InlineData("orders.fifo", "white space", "1", "alphanumeric")]
    public void A_message_must_name_its_group_and_an_id(string queue, string? group, string? id, string reason) =>
        Should.Throw<AwsException>(() => _queues.Send(queue, "x", group, id)).Message.ShouldContain(reason);
}

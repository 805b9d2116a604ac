namespace SensorWatch.Local.Tests.Queues;

public sealed class WaitingTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private readonly QueueFixture _queues = new(
        QueueFixture.Queue("jobs", "jobs-dead", maxReceiveCount: 1) with { ReceiveMessageWaitTimeSeconds = 20 },
        QueueFixture.Queue("jobs-dead"));

    public void Dispose() => _queues.Dispose();

    [Fact]
    public async Task A_waiter_is_woken_by_a_send()
    {
        var waiting = Wait("jobs");
        waiting.IsCompleted.ShouldBeFalse();

        _queues.Send("jobs", "one");

        await waiting.WaitAsync(Bound);
    }

    [Fact]
    public async Task A_waiter_does_not_wait_when_a_message_is_there()
    {
        _queues.Send("jobs", "one");

        await Wait("jobs").WaitAsync(Bound);
    }

    [Fact]
    public async Task A_waiter_is_woken_when_a_delay_ends()
    {
        _queues.Send("jobs", "one", delay: 60);
        var waiting = Wait("jobs");

        _queues.Time.Advance(TimeSpan.FromSeconds(59));
        waiting.IsCompleted.ShouldBeFalse();
        _queues.Time.Advance(TimeSpan.FromSeconds(1));

        await waiting.WaitAsync(Bound);
    }

    [Fact]
    public async Task A_waiter_is_woken_when_a_visibility_time_out_ends_and_earlier_if_it_is_shortened()
    {
        _queues.Send("jobs", "one");
        var message = _queues.Receive("jobs")[0];
        var waiting = Wait("jobs");

        _queues.Service.ChangeVisibility(QueueFixture.Arn("jobs"), [message.ReceiptHandle], 5);
        await waiting.WaitAsync(Bound);
        waiting = Wait("jobs");
        _queues.Time.Advance(TimeSpan.FromSeconds(4.9));
        waiting.IsCompleted.ShouldBeFalse();
        _queues.Time.Advance(TimeSpan.FromSeconds(0.2));

        await waiting.WaitAsync(Bound);
    }

    [Fact]
    public async Task A_waiter_of_a_dead_letter_queue_is_woken_by_the_move()
    {
        _queues.Send("jobs", "poison");
        _queues.Receive("jobs").Count.ShouldBe(1);
        _queues.Time.Advance(TimeSpan.FromSeconds(30));
        var waiting = Wait("jobs-dead");

        _queues.Receive("jobs").ShouldBeEmpty();

        await waiting.WaitAsync(Bound);
    }

    [Fact]
    public async Task A_cancelled_waiter_stops()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = _queues.Service.WaitForMessageAsync(QueueFixture.Arn("jobs"), cancellation.Token);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting.WaitAsync(Bound));
    }

    [Fact]
    public async Task A_long_poll_gets_the_message_that_comes_while_it_waits()
    {
        var polling = Poll("""{"QueueUrl":"URL","WaitTimeSeconds":20}""");
        polling.IsCompleted.ShouldBeFalse();

        _queues.Send("jobs", "one");

        (await polling.WaitAsync(Bound))["Messages"]![0]!["Body"]!.GetValue<string>().ShouldBe("one");
    }

    [Theory]
    [InlineData("""{"QueueUrl":"URL","WaitTimeSeconds":7}""", 7)]
    [InlineData("""{"QueueUrl":"URL"}""", 20)]
    public async Task A_long_poll_ends_empty_after_its_own_or_the_queues_waiting_time(string request, int seconds)
    {
        var polling = Poll(request);

        _queues.Time.Advance(TimeSpan.FromSeconds(seconds - 0.1));
        polling.IsCompleted.ShouldBeFalse();
        _queues.Time.Advance(TimeSpan.FromSeconds(0.1));

        (await polling.WaitAsync(Bound)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_short_poll_answers_at_once() =>
        (await Poll("""{"QueueUrl":"URL","WaitTimeSeconds":0}""").WaitAsync(Bound)).ShouldBeEmpty();

    private Task Wait(string queue) => _queues.Service.WaitForMessageAsync(QueueFixture.Arn(queue), CancellationToken.None);

    private Task<System.Text.Json.Nodes.JsonObject> Poll(string request) =>
        _queues.CallAsync("ReceiveMessage", request.Replace("URL", QueueFixture.Url("jobs"), StringComparison.Ordinal));
}

using SensorWatch.Local.Queues;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Queues;

public sealed class DeadLetterTests : IDisposable
{
    private readonly QueueFixture _queues = new(
        QueueFixture.Queue("jobs", "jobs-dead", maxReceiveCount: 5),
        QueueFixture.Queue("jobs-dead"),
        QueueFixture.Queue("other"));

    public void Dispose() => _queues.Dispose();

    [Fact]
    public void A_poison_message_reaches_the_dead_letter_queue_after_five_receives()
    {
        _queues.Send("jobs", "poison");

        for (var receive = 1; receive <= 5; receive++)
        {
            _queues.Receive("jobs").Single().ReceiveCount.ShouldBe(receive);
            _queues.Receive("jobs-dead").ShouldBeEmpty();
            _queues.Time.Advance(TimeSpan.FromSeconds(30));
        }

        _queues.Service.Count(QueueFixture.Arn("jobs")).Visible.ShouldBe(1, "the move comes with the next receive");
        _queues.Receive("jobs").ShouldBeEmpty();
        _queues.ReceiveBodies("jobs-dead").ShouldBe(["poison"]);
        _queues.Service.Count(QueueFixture.Arn("jobs")).ShouldBe(new(0, 0, 0));
    }

    [Fact]
    public void A_dead_letter_keeps_its_id_body_attributes_and_first_sending_time_and_names_its_source()
    {
        var sentAt = _queues.Time.GetUtcNow();
        var sent = _queues.Service.Send(QueueFixture.Arn("jobs"), new()
        {
            Body = "poison",
            Attributes = new Dictionary<string, MessageAttribute> { ["Kind"] = MessageAttribute.Text("x") },
            TraceHeader = "Root=1-5759e988-bd862e3fe1be46a994272793",
        });
        Exhaust("jobs", 5);

        var dead = _queues.Receive("jobs-dead").Single();

        dead.MessageId.ShouldBe(sent.MessageId);
        dead.Body.ShouldBe("poison");
        dead.Attributes["Kind"].StringValue.ShouldBe("x");
        dead.SentAt.ShouldBe(sentAt);
        dead.ReceiveCount.ShouldBe(6);
        dead.DeadLetterQueueSourceArn.ShouldBe(QueueFixture.Arn("jobs"));
        dead.SystemAttributes().ShouldContain(new KeyValuePair<string, string>("DeadLetterQueueSourceArn", QueueFixture.Arn("jobs")));
    }

    [Fact]
    public void On_a_standard_queue_the_dead_letters_retention_counts_from_the_first_sending()
    {
        _queues.Send("jobs", "poison");
        _queues.Time.Advance(TimeSpan.FromDays(3));
        Exhaust("jobs", 5);

        _queues.Service.Count(QueueFixture.Arn("jobs-dead")).Visible.ShouldBe(1);
        _queues.Time.Advance(TimeSpan.FromDays(1));

        _queues.Receive("jobs-dead").ShouldBeEmpty();
    }

    [Fact]
    public void A_receive_gives_the_good_messages_behind_poison_ones()
    {
        for (var i = 0; i < 10; i++)
        {
            _queues.Send("jobs", "poison");
        }

        for (var i = 0; i < 5; i++)
        {
            _queues.Receive("jobs").Count.ShouldBe(10);
            _queues.Time.Advance(TimeSpan.FromSeconds(30));
        }

        _queues.Send("jobs", "good");

        _queues.ReceiveBodies("jobs").ShouldBe(["good"]);
        _queues.Service.Count(QueueFixture.Arn("jobs-dead")).Visible.ShouldBe(10);
    }

    [Fact]
    public async Task A_move_task_brings_dead_letters_back_to_their_source_as_new_messages()
    {
        var sent = _queues.Send("jobs", "poison");
        Exhaust("jobs", 5);

        var started = await _queues.CallAsync("StartMessageMoveTask", Source("jobs-dead"));

        started["TaskHandle"]!.GetValue<string>().ShouldNotBeEmpty();
        var moved = _queues.Receive("jobs").Single();
        moved.Body.ShouldBe("poison");
        moved.MessageId.ShouldNotBe(sent.MessageId);
        moved.ReceiveCount.ShouldBe(1);
        moved.SentAt.ShouldBe(_queues.Time.GetUtcNow());
        moved.DeadLetterQueueSourceArn.ShouldBeNull();
        var task = (await _queues.CallAsync("ListMessageMoveTasks", Source("jobs-dead")))["Results"]![0]!;
        task["Status"]!.GetValue<string>().ShouldBe("COMPLETED");
        task["ApproximateNumberOfMessagesMoved"]!.GetValue<long>().ShouldBe(1);
        task["StartedTimestamp"]!.GetValue<long>().ShouldBe(_queues.Time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_move_task_fails_at_a_message_that_no_queue_dead_lettered_unless_it_has_a_destination()
    {
        _queues.Send("jobs-dead", "sent here by hand");

        await _queues.CallAsync("StartMessageMoveTask", Source("jobs-dead"));

        var task = (await _queues.CallAsync("ListMessageMoveTasks", Source("jobs-dead")))["Results"]![0]!;
        task["Status"]!.GetValue<string>().ShouldBe("FAILED");
        task["FailureReason"]!.GetValue<string>().ShouldBe("CouldNotDetermineMessageSource");
        await _queues.CallAsync(
            "StartMessageMoveTask",
            $$"""{"SourceArn":"{{QueueFixture.Arn("jobs-dead")}}","DestinationArn":"{{QueueFixture.Arn("other")}}"}""");
        _queues.ReceiveBodies("other").ShouldBe(["sent here by hand"]);
    }

    [Theory]
    [InlineData("jobs", "Source queue must be configured as a Dead Letter Queue.")]
    [InlineData("missing", "The resource that you specified for the SourceArn parameter doesn't exist.")]
    public async Task A_move_task_needs_a_dead_letter_queue(string source, string message) =>
        (await _queues.FailAsync("StartMessageMoveTask", Source(source))).Message.ShouldBe(message);

    [Fact]
    public async Task The_sources_of_a_dead_letter_queue_are_listed()
    {
        var response = await _queues.CallAsync("ListDeadLetterSourceQueues", $$"""{"QueueUrl":"{{QueueFixture.Url("jobs-dead")}}"}""");

        response["queueUrls"]!.ToJsonString().ShouldBe($"""["{QueueFixture.Url("jobs")}"]""");
    }

    public static TheoryData<QueueResource, string> RefusedQueues() => new()
    {
        { QueueFixture.Queue("a", "missing"), "not part of this deployment" },
        { QueueFixture.Queue("a", "standard", maxReceiveCount: 0), "maxReceiveCount must be 1 to 1000" },
        { QueueFixture.Queue("a", "closed"), "RedriveAllowPolicy" },
    };

    [Theory]
    [MemberData(nameof(RefusedQueues))]
    public void A_redrive_policy_that_SQS_would_refuse_is_refused_with_the_resources_path(QueueResource queue, string reason)
    {
        var closed = QueueFixture.Queue("closed") with { RedriveAllowPolicy = new() { ["redrivePermission"] = "denyAll" } };

        var error = Should.Throw<RefusedException>(() => new QueueFixture(queue, QueueFixture.Queue("standard"), closed));

        error.Message.ShouldStartWith($"Test/{queue.Name}: ");
        error.Message.ShouldContain(reason);
    }

    private static string Source(string queue) => $$"""{"SourceArn":"{{QueueFixture.Arn(queue)}}"}""";

    private void Exhaust(string queue, int receives)
    {
        for (var i = 0; i < receives; i++)
        {
            _queues.Receive(queue).ShouldNotBeEmpty();
            _queues.Time.Advance(TimeSpan.FromSeconds(30));
        }

        _queues.Receive(queue).ShouldBeEmpty();
    }
}

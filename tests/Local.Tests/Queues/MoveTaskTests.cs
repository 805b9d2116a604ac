using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Tests.Queues;

public sealed class MoveTaskTests : IDisposable
{
    private const string Dead = "jobs-dead";

    private readonly QueueFixture _queues = new(QueueFixture.Queue("jobs", Dead), QueueFixture.Queue(Dead), QueueFixture.Queue("other"));

    public void Dispose() => _queues.Dispose();

    [Fact]
    public async Task A_task_with_a_rate_moves_so_many_messages_each_second()
    {
        SendDead(5);

        var handle = await StartAsync(rate: 2);

        (await TaskAsync()).ShouldBe(("RUNNING", 2, handle));
        _queues.Time.Advance(TimeSpan.FromSeconds(1));
        (await TaskAsync()).ShouldBe(("RUNNING", 4, handle));
        _queues.Time.Advance(TimeSpan.FromSeconds(1));
        (await TaskAsync()).ShouldBe(("COMPLETED", 5, null));
        _queues.ReceiveBodies("other").ShouldBe(["0", "1", "2", "3", "4"]);
    }

    [Fact]
    public async Task A_cancelled_task_leaves_what_it_has_not_moved()
    {
        SendDead(3);
        var handle = await StartAsync(rate: 1);

        var answer = await CancelAsync(handle);

        answer["ApproximateNumberOfMessagesMoved"]!.GetValue<long>().ShouldBe(1);
        _queues.Time.Advance(TimeSpan.FromSeconds(10));
        (await TaskAsync()).ShouldBe(("CANCELLED", 1, null));
        _queues.ReceiveBodies(Dead).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task A_task_that_does_not_run_can_not_be_cancelled()
    {
        SendDead(1);
        var handle = await StartAsync();

        foreach (var unknown in new[] { handle, "nonsense" })
        {
            var error = await _queues.FailAsync("CancelMessageMoveTask", $$"""{"TaskHandle":"{{unknown}}"}""");
            (error.Code, error.StatusCode).ShouldBe(("com.amazonaws.sqs#ResourceNotFoundException", 404));
        }
    }

    [Fact]
    public async Task A_queue_has_one_running_task()
    {
        SendDead(3);
        var handle = await StartAsync(rate: 1);

        var error = await _queues.FailAsync("StartMessageMoveTask", Start());

        error.Message.ShouldBe("There is already a task running. Only one active task is allowed for a source queue arn at a given time.");
        await CancelAsync(handle);
        await StartAsync();
        (await TaskAsync()).Status.ShouldBe("COMPLETED");
    }

    [Fact]
    public async Task A_message_that_comes_while_a_task_runs_is_not_moved_by_it()
    {
        SendDead(2);
        await StartAsync(rate: 1);
        _queues.Send(Dead, "late");

        _queues.Time.Advance(TimeSpan.FromSeconds(5));

        (await TaskAsync()).ShouldBe(("COMPLETED", 2, null));
        _queues.ReceiveBodies(Dead).ShouldBe(["late"]);
    }

    [Fact]
    public void A_running_task_goes_on_after_a_restart()
    {
        var directory = Directory.CreateTempSubdirectory();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        try
        {
            Run(queues =>
            {
                queues.Send(QueueFixture.Arn(Dead), new() { Body = "first" });
                queues.Send(QueueFixture.Arn(Dead), new() { Body = "second" });
                queues.MoveTasks.Start(queues.Get(QueueFixture.Arn(Dead)), queues.Get(QueueFixture.Arn("other")), rate: 1);
            });
            Run(queues =>
            {
                queues.Count(QueueFixture.Arn("other")).Visible.ShouldBe(1);
                time.Advance(TimeSpan.FromSeconds(1));
                queues.Count(QueueFixture.Arn("other")).Visible.ShouldBe(2);
            });
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        void Run(Action<QueueService> use)
        {
            using var database = Database.Open(directory.FullName);
            var queues = new QueueService(database, [QueueFixture.Queue("jobs", Dead), QueueFixture.Queue(Dead), QueueFixture.Queue("other")], time);
            use(queues);
            queues.MoveTasks.Stop();
            time.Advance(TimeSpan.FromSeconds(10));
        }
    }

    private static string Start(int? rate = null) => new JsonObject
    {
        ["SourceArn"] = QueueFixture.Arn(Dead),
        ["DestinationArn"] = QueueFixture.Arn("other"),
        ["MaxNumberOfMessagesPerSecond"] = rate,
    }.ToJsonString();

    private void SendDead(int count)
    {
        for (var number = 0; number < count; number++)
        {
            _queues.Send(Dead, $"{number}");
        }
    }

    private async Task<string> StartAsync(int? rate = null) =>
        (await _queues.CallAsync("StartMessageMoveTask", Start(rate)))["TaskHandle"]!.GetValue<string>();

    private Task<JsonObject> CancelAsync(string handle) => _queues.CallAsync("CancelMessageMoveTask", $$"""{"TaskHandle":"{{handle}}"}""");

    private async Task<(string Status, long Moved, string? Handle)> TaskAsync()
    {
        var tasks = await _queues.CallAsync("ListMessageMoveTasks", $$"""{"SourceArn":"{{QueueFixture.Arn(Dead)}}"}""");
        var task = tasks["Results"]!.AsArray().ShouldHaveSingleItem()!;
        return (
            task["Status"]!.GetValue<string>(),
            task["ApproximateNumberOfMessagesMoved"]!.GetValue<long>(),
            task["TaskHandle"]?.GetValue<string>());
    }
}

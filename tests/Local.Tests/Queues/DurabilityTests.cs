using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Tests.Queues;

public sealed class DurabilityTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Messages_their_visibility_and_receipt_handles_survive_a_restart()
    {
        var handle = Run(queues =>
        {
            queues.Send(QueueFixture.Arn("jobs"), new() { Body = "first" });
            queues.Send(QueueFixture.Arn("jobs"), new() { Body = "second" });
            return queues.Receive(QueueFixture.Arn("jobs"), 1)[0].ReceiptHandle;
        });

        Run(queues =>
        {
            queues.Count(QueueFixture.Arn("jobs")).ShouldBe(new(Visible: 1, InFlight: 1, Delayed: 0));
            queues.Delete(QueueFixture.Arn("jobs"), [handle]);
            return queues.Receive(QueueFixture.Arn("jobs"), 10).Select(m => m.Body).ToList();
        }).ShouldBe(["second"]);
    }

    [Fact]
    public void A_message_sent_at_the_instant_of_one_before_the_restart_comes_after_it()
    {
        Run(queues => queues.Send(QueueFixture.Arn("jobs"), new() { Body = "first" }));

        Run(queues =>
        {
            queues.Send(QueueFixture.Arn("jobs"), new() { Body = "second" });
            return queues.Receive(QueueFixture.Arn("jobs"), 10).Select(m => m.Body).ToList();
        }).ShouldBe(["first", "second"]);
    }

    private T Run<T>(Func<QueueService, T> work)
    {
        using var database = Database.Open(_directory.FullName);
        return work(new(database, [QueueFixture.Queue("jobs")], _time));
    }
}

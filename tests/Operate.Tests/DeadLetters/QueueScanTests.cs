using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using SensorWatch.Operate.DeadLetters;

namespace SensorWatch.Operate.Tests.DeadLetters;

public sealed class QueueScanTests
{
    private readonly IAmazonSQS _sqs = Substitute.For<IAmazonSQS>();
    private readonly FakeTimeProvider _time = new();
    private readonly List<ChangeMessageVisibilityBatchRequest> _changes = [];

    public QueueScanTests() => _sqs.ChangeMessageVisibilityBatchAsync(Arg.Do<ChangeMessageVisibilityBatchRequest>(_changes.Add), Arg.Any<CancellationToken>())
        .Returns(new ChangeMessageVisibilityBatchResponse());

    [Fact]
    public async Task What_is_held_for_long_is_held_longer_and_a_message_that_comes_twice_is_shown_once()
    {
        _sqs.ReceiveMessageAsync(Arg.Any<ReceiveMessageRequest>(), Arg.Any<CancellationToken>()).Returns(Batch(("a", "a-1")), Batch(("a", "a-2"), ("b", "b-1")), Batch());
        var seen = new List<string>();
        await using (var scan = new QueueScan(_sqs, "http://q", _time))
        {
            await foreach (var batch in scan.ReadAsync(CancellationToken.None))
            {
                seen.AddRange(batch.Select(message => message.MessageId));
                _time.Advance(TimeSpan.FromSeconds(40));
            }
        }

        seen.ShouldBe(["a", "b"]);
        _changes.Select(change => string.Join(' ', change.Entries.Select(entry => $"{entry.ReceiptHandle}={entry.VisibilityTimeout}")))
            .ShouldBe(["a-1=60", "a-2=60 b-1=60", "a-2=0 b-1=0"]);
    }

    [Fact]
    public async Task A_message_that_could_not_be_deleted_is_given_back()
    {
        _sqs.ReceiveMessageAsync(Arg.Any<ReceiveMessageRequest>(), Arg.Any<CancellationToken>()).Returns(Batch(("a", "a-1"), ("b", "b-1")));
        _sqs.DeleteMessageAsync(Arg.Is<DeleteMessageRequest>(request => request.ReceiptHandle == "b-1"), Arg.Any<CancellationToken>())
            .Returns<DeleteMessageResponse>(_ => throw new AmazonSQSException("refused"));
        await using (var scan = new QueueScan(_sqs, "http://q", _time))
        {
            await foreach (var batch in scan.ReadAsync(CancellationToken.None))
            {
                await scan.DeleteAsync(batch[0], CancellationToken.None);
                await Should.ThrowAsync<AmazonSQSException>(() => scan.DeleteAsync(batch[1], CancellationToken.None));
                break;
            }
        }

        _changes.ShouldHaveSingleItem().Entries.ShouldHaveSingleItem().ReceiptHandle.ShouldBe("b-1");
    }

    private static ReceiveMessageResponse Batch(params (string Id, string Handle)[] messages) =>
        new() { Messages = [.. messages.Select(message => new Message { MessageId = message.Id, ReceiptHandle = message.Handle, Body = "" })] };
}

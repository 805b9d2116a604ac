using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace SensorWatch.Operate.DeadLetters;

/// <summary>
/// Looks at a queue's messages, each once. SQS has no operation for that: messages are received, held invisible, and given
/// back at the end. What isn't given back (a lost network, a killed process) comes back by itself after
/// <see cref="VisibilitySeconds"/>.
/// </summary>
/// <param name="sqs">The client.</param>
/// <param name="queueUrl">The queue.</param>
/// <param name="time">The clock, for how long messages are held.</param>
internal sealed class QueueScan(IAmazonSQS sqs, string queueUrl, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How long a message is invisible at most after the command is gone.</summary>
    public const int VisibilitySeconds = 60;

    /// <summary>SQS asks all of its servers when a receive waits: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html</summary>
    private const int WaitSeconds = 1;

    private const int MaximumBatch = 10;

    private static readonly TimeSpan GiveBackTime = TimeSpan.FromSeconds(8);

    private readonly Dictionary<string, Held> _held = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>All messages, up to ten at a time; ends when a receive finds none.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Message>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ReceiveMessageRequest
        {
            QueueUrl = queueUrl,
            MaxNumberOfMessages = MaximumBatch,
            VisibilityTimeout = VisibilitySeconds,
            WaitTimeSeconds = WaitSeconds,
            MessageAttributeNames = ["All"],
            MessageSystemAttributeNames = ["All"],
        };
        while (true)
        {
            await ExtendAsync(cancellationToken);
            var messages = (await sqs.ReceiveMessageAsync(request, cancellationToken)).Messages ?? [];
            if (messages.Count == 0)
            {
                yield break;
            }

            messages.ForEach(message => _held[message.MessageId] = new(message.ReceiptHandle, time.GetTimestamp()));
            if (messages.Where(message => _seen.Add(message.MessageId)).ToList() is { Count: > 0 } unseen)
            {
                yield return unseen;
            }
        }
    }

    /// <summary>Takes a message out of the queue for good.</summary>
    public async Task DeleteAsync(Message message, CancellationToken cancellationToken)
    {
        await sqs.DeleteMessageAsync(new DeleteMessageRequest { QueueUrl = queueUrl, ReceiptHandle = _held[message.MessageId].ReceiptHandle }, cancellationToken);
        _held.Remove(message.MessageId);
    }

    /// <summary>Gives back what is still held.</summary>
    public async ValueTask DisposeAsync()
    {
        using var bound = new CancellationTokenSource(GiveBackTime);
        try
        {
            await ChangeVisibilityAsync([.. _held.Keys], seconds: 0, bound.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            // SQS gives them back itself, a little later; what went wrong before matters more than this.
        }
    }

    /// <summary>Messages that are held for long would come back while others are looked at.</summary>
    private async Task ExtendAsync(CancellationToken cancellationToken)
    {
        var old = _held.Where(held => time.GetElapsedTime(held.Value.Since) > TimeSpan.FromSeconds(VisibilitySeconds / 2.0)).Select(held => held.Key).ToList();
        await ChangeVisibilityAsync(old, VisibilitySeconds, cancellationToken);
        old.ForEach(id => _held[id] = _held[id] with { Since = time.GetTimestamp() });
    }

    private async Task ChangeVisibilityAsync(IReadOnlyList<string> messageIds, int seconds, CancellationToken cancellationToken) =>
        await Task.WhenAll(messageIds.Chunk(MaximumBatch).Select(chunk => sqs.ChangeMessageVisibilityBatchAsync(
            new ChangeMessageVisibilityBatchRequest
            {
                QueueUrl = queueUrl,
                Entries = [.. chunk.Select((id, index) => new ChangeMessageVisibilityBatchRequestEntry
                {
                    Id = $"m{index}",
                    ReceiptHandle = _held[id].ReceiptHandle,
                    VisibilityTimeout = seconds,
                })],
            },
            cancellationToken)));

    /// <param name="ReceiptHandle">Of the latest receive.</param>
    /// <param name="Since">Timestamp of the receive, or of the last extension.</param>
    private sealed record Held(string ReceiptHandle, long Since);
}

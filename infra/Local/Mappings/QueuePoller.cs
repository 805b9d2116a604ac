using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Mappings;

/// <summary>
/// Hands a queue's messages to a function in batches. A batch is collected only once there is room for its invocation,
/// so that no message waits invisibly for a free place.
/// </summary>
internal sealed class QueuePoller(
    QueueMapping mapping,
    PollerScale scale,
    QueueService queues,
    InvokeFunction invoke,
    TimeProvider time,
    ILogger logger)
{
    // A large batch is received in pieces, so that others get at the database in between.
    private const int MaximumPerReceive = 100;

    /// <summary>How long a place stays taken after a throttled invocation, and the poller waits after an error of its own.</summary>
    private static readonly TimeSpan Backoff = TimeSpan.FromSeconds(1);

    private readonly string _queueArn = mapping.Queue.Arn;
    private readonly PollerPlaces _places = new(scale, time);
    private volatile MessageBatch? _collecting;
    private int _inFlight;

    /// <summary>No batch is gathered or in flight, and no message could be received now.</summary>
    public bool IsIdle => Volatile.Read(ref _inFlight) == 0 && _collecting is not { Count: > 0 } && queues.Count(_queueArn).Visible == 0;

    /// <summary>Runs until it is stopped and the batches in flight have ended.</summary>
    /// <param name="stop">Takes no new batch.</param>
    /// <param name="abandon">Waits for no invocation any more; messages of those come back when their visibility ends.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken abandon)
    {
        while (await _places.TakeAsync(WaitForMessageAsync, stop))
        {
            var batch = await TryCollectAsync(stop);
            if (batch is null)
            {
                _places.Release();
                continue;
            }

            Interlocked.Increment(ref _inFlight);
            _collecting = null;
            _ = ProcessAsync(batch, abandon);
        }

        await _places.DrainAsync();
    }

    /// <summary>The next batch; null when there is none: it was stopped, or something went wrong and is logged.</summary>
    private async Task<MessageBatch?> TryCollectAsync(CancellationToken stop)
    {
        var batch = _collecting = new(mapping);
        try
        {
            await CollectAsync(batch, stop);
            return batch;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Release(batch);
            return null;
        }
        catch (Exception error)
        {
            await BackOffAsync(error, stop);
            return null;
        }
    }

    /// <summary>Waits until a message could be received that there is no place for.</summary>
    private async Task WaitForMessageAsync(CancellationToken stop)
    {
        try
        {
            await queues.WaitForMessageAsync(_queueArn, stop);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            await BackOffAsync(error, stop);
        }
    }

    private async Task BackOffAsync(Exception error, CancellationToken stop)
    {
        logger.LogError(error, "Polling {Queue} for {Function} failed", mapping.Queue.Name, mapping.Function.Name);
        await Task.Delay(Backoff, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task CollectAsync(MessageBatch batch, CancellationToken stop)
    {
        DateTimeOffset? windowEnd = null;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            Fill(batch);
            if (batch.IsFull)
            {
                return;
            }

            if (batch.Count > 0)
            {
                var now = time.GetUtcNow();
                windowEnd ??= now.AddSeconds(mapping.Resource.MaximumBatchingWindowSeconds);
                if (now >= windowEnd)
                {
                    return;
                }
            }

            _places.Note(batch.Count == 0 ? QueueDemand.Empty : QueueDemand.Steady);
            await BatchingWindow.WaitAsync(token => queues.WaitForMessageAsync(_queueArn, token), windowEnd, time, stop);
        }
    }

    private void Fill(MessageBatch batch)
    {
        var received = -1;
        while (!batch.IsFull && received != 0)
        {
            received = queues.Receive(_queueArn, Math.Min(batch.Room, MaximumPerReceive), fits: batch.TryAdd).Count;
            if (batch.TakeRejected() is { Count: > 0 } rejected)
            {
                queues.Delete(_queueArn, rejected);
                MessageUsage.Delete(queues.Usage, rejected.Count);
            }
        }
    }

    private async Task ProcessAsync(MessageBatch batch, CancellationToken abandon)
    {
        var succeeded = false;
        try
        {
            var result = await InvokeAsync(batch, abandon);
            succeeded = result is { Succeeded: true, Throttled: false };
            if (result.Throttled)
            {
                Return(batch.Messages, result);
                logger.LogInformation("{Function} is throttled: {Count} messages of {Queue} come back later", mapping.Function.Name, batch.Count, mapping.Queue.Name);
                await Task.Delay(Backoff, time, abandon);
            }
            else
            {
                DeleteProcessed(batch, result);
            }
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            logger.LogWarning("Stopped without waiting for {Function}: {Count} messages of {Queue} come back later", mapping.Function.Name, batch.Count, mapping.Queue.Name);
        }
        catch (Exception error)
        {
            logger.LogError(error, "Invoking {Function} for {Queue} failed", mapping.Function.Name, mapping.Queue.Name);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
            _places.Release(failed: !succeeded);
        }
    }

    private async Task<InvocationResult> InvokeAsync(MessageBatch batch, CancellationToken abandon)
    {
        using (new TraceContext(mapping.Queue.Resource.Path, [.. batch.Messages.Select(message => StepId.Message(message.MessageId))]).Enter())
        {
            return await invoke(mapping.Function.Arn, batch.Payload, abandon).WaitAsync(abandon);
        }
    }

    /// <summary>Tells that messages come again.</summary>
    private void Return(IEnumerable<ReceivedMessage> messages, InvocationResult result)
    {
        foreach (var message in messages)
        {
            var data = new JsonObject { ["invocation"] = result.RequestId, ["receives"] = message.ReceiveCount };
            if (result.Throttled)
            {
                data["throttled"] = true;
            }

            queues.Trace.Record(new(FactKind.Returned, StepId.Message(message.MessageId)) { Node = mapping.Queue.Resource.Path, Data = data });
        }
    }

    private void DeleteProcessed(MessageBatch batch, InvocationResult result)
    {
        var failed = FailuresOf(batch, result);
        if (failed is null)
        {
            logger.LogWarning(
                "{Function} failed a batch of {Count} messages of {Queue}, request {RequestId}: {Error}",
                mapping.Function.Name,
                batch.Count,
                mapping.Queue.Name,
                result.RequestId,
                result.FunctionError ?? "its answer is not a valid batch response");
            Return(batch.Messages, result);
            return;
        }

        if (failed.Count > 0)
        {
            logger.LogWarning(
                "{Function} failed {Failed} of {Count} messages of {Queue}, request {RequestId}",
                mapping.Function.Name,
                failed.Count,
                batch.Count,
                mapping.Queue.Name,
                result.RequestId);
            Return(batch.Messages.Where(message => failed.Contains(message.MessageId)), result);
        }

        queues.Run(_queueArn, connection =>
        {
            foreach (var message in batch.Messages.Where(message => !failed.Contains(message.MessageId)))
            {
                UnlessExpired(message, () => queues.Delete(connection, _queueArn, message.ReceiptHandle));
            }

            return batch.Count;
        });
        MessageUsage.Delete(queues.Usage, batch.Count - failed.Count);
    }

    /// <summary>Ids of the messages that failed; null when the whole batch did.</summary>
    private IReadOnlySet<string>? FailuresOf(MessageBatch batch, InvocationResult result)
    {
        var ids = batch.Messages.Select(message => message.MessageId).ToHashSet();
        return (result.Succeeded, mapping.Resource.ReportBatchItemFailures) switch
        {
            (false, _) => null,
            (true, true) => BatchResponse.Failures(result.Payload, ids),
            (true, false) => new HashSet<string>(),
        };
    }

    /// <summary>Gives collected messages back at once.</summary>
    private void Release(MessageBatch batch)
    {
        foreach (var message in batch.Messages)
        {
            UnlessExpired(message, () => queues.ChangeVisibility(_queueArn, [message.ReceiptHandle], 0));
        }
    }

    /// <summary>A receipt handle may end with the message's visibility; then the message comes again, which is no error here.</summary>
    private void UnlessExpired(ReceivedMessage message, Action act)
    {
        try
        {
            act();
        }
        catch (AwsException expired)
        {
            logger.LogWarning("Message {MessageId} of {Queue} comes again: {Reason}", message.MessageId, mapping.Queue.Name, expired.Message);
        }
    }
}

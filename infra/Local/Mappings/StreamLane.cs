using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Tables;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Flow;

namespace SensorWatch.Local.Mappings;

/// <summary>
/// Hands a stream's records to a function, one batch after the other: all of them, or with a parallelization factor
/// those of the partition keys that fall to this lane. The next batch waits until the one before is done with.
/// </summary>
internal sealed class StreamLane(
    StreamMapping mapping,
    int number,
    long checkpoint,
    StreamCheckpoints checkpoints,
    TableService tables,
    QueueService queues,
    InvokeFunction invoke,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>As many as DynamoDB gives at once.</summary>
    private const int MaximumPerRead = 1_000;

    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(1);

    private readonly string _table = mapping.Table.Arn;
    private readonly Queue<StreamAttempt> _attempts = new(checkpoints.Attempts(mapping, number));
    private long _checkpoint = checkpoint;

    /// <summary>Every record is done with, or given up.</summary>
    public bool IsIdle => tables.ReadStream(_table, Interlocked.Read(ref _checkpoint), limit: 1).Count == 0;

    /// <summary>Runs until it is stopped and the batch in flight has ended.</summary>
    /// <param name="stop">Invokes no more.</param>
    /// <param name="abandon">Waits for no invocation any more; its records come again at the next start.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken abandon)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ProcessAsync(await CollectAsync(stop), stop, abandon);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                logger.LogError(error, "Reading the stream of {Table} for {Function} failed", mapping.Table.Name, mapping.Function.Name);
                await Task.Delay(FirstBackOff, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        checkpoints.Save(mapping, number, _checkpoint);
    }

    private async Task<StreamBatch> CollectAsync(CancellationToken stop)
    {
        DateTimeOffset? windowEnd = null;
        var builder = new StreamBatchBuilder(mapping, number, _checkpoint, NextAttempt());
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            Fill(builder);
            if (builder.IsFull && builder.Count > 0)
            {
                return builder.Build();
            }

            if (builder.Count > 0)
            {
                var now = time.GetUtcNow();
                windowEnd ??= now.AddSeconds(mapping.Resource.MaximumBatchingWindowSeconds);
                if (now >= windowEnd)
                {
                    return builder.Build();
                }
            }
            else if (builder.Through > _checkpoint)
            {
                Skip(builder);
                builder = new(mapping, number, _checkpoint);
            }

            var after = builder.Through;
            await BatchingWindow.WaitAsync(token => tables.WaitForStreamAsync(_table, after, token), windowEnd, time, stop);
        }
    }

    /// <summary>What an earlier run, or the mapping before a change of its settings, had tried behind the checkpoint.</summary>
    private StreamAttempt? NextAttempt()
    {
        while (_attempts.TryDequeue(out var attempt))
        {
            if (attempt.Through > _checkpoint)
            {
                return attempt;
            }
        }

        return null;
    }

    private void Fill(StreamBatchBuilder builder)
    {
        var read = -1;
        while (!builder.IsFull && read != 0)
        {
            var records = tables.ReadStream(_table, builder.Through, Math.Min(builder.Room * mapping.Lanes, MaximumPerRead));
            builder.Add(records);
            read = records.Count;
        }
    }

    /// <summary>
    /// Goes past records that are not for the function. Those of other lanes are not worth a write: at the next start
    /// they are skipped again.
    /// </summary>
    private void Skip(StreamBatchBuilder builder)
    {
        if (builder.HasDropped)
        {
            checkpoints.Save(mapping, number, builder.Through);
        }

        Interlocked.Exchange(ref _checkpoint, builder.Through);
    }

    private async Task ProcessAsync(StreamBatch batch, CancellationToken stop, CancellationToken abandon)
    {
        var delays = 0;
        var remaining = new Stack<StreamBatch>([batch]);
        while (remaining.TryPop(out var next))
        {
            stop.ThrowIfCancellationRequested();
            if (next.CountUntil(time.GetUtcNow() - mapping.MaximumRecordAge) is > 0 and var old)
            {
                GiveUp(TakeOld(next, old, remaining), StreamFailure.RecordAgeExceeded);
                delays = 0;
                continue;
            }

            next = await TryInvokeAsync(next, abandon);
            if (next.Result is null or { Throttled: true })
            {
                remaining.Push(next);
                await BackOffAsync(next, delays++, stop);
                continue;
            }

            var step = StreamStep.After(next, mapping.Resource);
            Finish(step);
            foreach (var rest in step.Remaining.Reverse())
            {
                remaining.Push(rest);
            }

            if (remaining.Count > 0)
            {
                checkpoints.Save(mapping, number, remaining);
            }

            delays = step.BackOff ? delays + 1 : 0;
            if (step.BackOff)
            {
                await BackOffAsync(step.Remaining[0], delays - 1, stop);
            }
        }
    }

    private static StreamBatch TakeOld(StreamBatch batch, int old, Stack<StreamBatch> remaining)
    {
        if (old == batch.Count)
        {
            return batch;
        }

        var (head, tail) = batch.Split(old);
        remaining.Push(tail);
        return head;
    }

    private string[] StepsOf(StreamBatch batch) =>
        [.. batch.Entries.Select(entry => StepId.Record(entry.Record.SequenceNumber, mapping.Table.Name))];

    /// <returns>The batch with what came of it; with no result when the function could not be called.</returns>
    private async Task<StreamBatch> TryInvokeAsync(StreamBatch batch, CancellationToken abandon)
    {
        try
        {
            using var context = new TraceContext(FlowNode.StreamId(mapping.Table.Resource.Path), StepsOf(batch)).Enter();
            var result = await invoke(mapping.Function.Arn, batch.Payload, abandon).WaitAsync(abandon);
            if (!result.Succeeded)
            {
                logger.LogWarning(
                    "{Function} {Failed} a batch of {Count} records of {Table}, request {RequestId}: {Error}",
                    mapping.Function.Name,
                    result.Throttled ? "did not take" : "failed",
                    batch.Count,
                    mapping.Table.Name,
                    result.RequestId,
                    result.FunctionError ?? "throttled");
            }

            return batch with { Result = result, Invocations = batch.Invocations + (result.Throttled ? 0 : 1) };
        }
        catch (Exception error) when (!abandon.IsCancellationRequested)
        {
            logger.LogError(error, "Invoking {Function} for {Table} failed", mapping.Function.Name, mapping.Table.Name);
            return batch with { Result = null };
        }
    }

    private void Finish(StreamStep step)
    {
        if (step.Done is { } done)
        {
            checkpoints.Save(mapping, number, done.Through);
            Interlocked.Exchange(ref _checkpoint, done.Through);
        }

        if (step.GivenUp is { } givenUp)
        {
            GiveUp(givenUp, StreamFailure.RetryAttemptsExhausted);
        }
    }

    /// <summary>Tells the failure destination and goes on behind the batch, both or neither.</summary>
    private void GiveUp(StreamBatch batch, string condition)
    {
        logger.LogError(
            "{Count} records of {Table} from {SequenceNumber} on are given up for {Function}: {Condition}",
            batch.Count,
            mapping.Table.Name,
            batch.First.SequenceNumberText,
            mapping.Function.Name,
            condition);
        if (mapping.Resource.OnFailureDestinationArn is not { } destination || !TrySend(destination, batch, condition))
        {
            checkpoints.Save(mapping, number, batch.Through);
        }

        Interlocked.Exchange(ref _checkpoint, batch.Through);
    }

    private bool TrySend(string destination, StreamBatch batch, string condition)
    {
        var message = new OutgoingMessage { Body = StreamFailure.Write(mapping, batch, condition, time.GetUtcNow()) };
        using var context = new TraceContext(
            mapping.Function.Resource.Path, batch.Result is { } result ? [StepId.Invocation(result.RequestId)] : StepsOf(batch)).Enter();
        try
        {
            queues.Run(destination, connection =>
            {
                StreamCheckpoints.Save(connection, mapping, number, batch.Through);
                return queues.Send(connection, destination, message);
            });
            return true;
        }
        catch (AwsException refused)
        {
            logger.LogError("{Destination} refuses to hear of it: {Reason}", destination, refused.Message);
            return false;
        }
    }

    /// <summary>Twice as long each time, and no longer than until the batch's oldest record is given up.</summary>
    private Task BackOffAsync(StreamBatch batch, int delays, CancellationToken stop)
    {
        var delay = FirstBackOff * Math.Pow(2, Math.Min(delays, 10));
        var rest = batch.First.ApproximateCreationDateTime + mapping.MaximumRecordAge - time.GetUtcNow();
        var shortest = new[] { delay, LongestBackOff, rest }.Min();
        return Task.Delay(shortest > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(shortest.TotalMilliseconds)) : TimeSpan.Zero, time, stop);
    }
}

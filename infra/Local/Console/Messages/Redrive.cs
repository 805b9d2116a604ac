using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Events;
using SensorWatch.Local.Queues;

namespace SensorWatch.Local.Console.Messages;

/// <summary>
/// Brings messages of a dead-letter queue back to where they belong, <c>POST queues/{name}/redrive</c>: a batch to a transaction, in
/// which each is there and no longer here. Messages that come while it runs, such as those that fail again, are not moved.
/// </summary>
internal sealed class Redrive(ConsoleServices services, ConsoleGraph graph, QueueRoles roles, QueueViews queues, ILogger logger) : IAsyncDisposable
{
    private const int BatchSize = 500;
    private const int MaximumRate = 500;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly RedriveBatch _batch = new(services, roles, [.. services.Deployment.Rules.Select(CompiledRule.Compile)]);
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    public IEnumerable<ConsoleRoute> Routes() =>
        [ConsoleRoute.Post<RedriveRequest>("queues/{name}/redrive", (call, request) => Task.FromResult<object>(Run(queues.Find(call.Parameter("name")), request)))];

    /// <summary>Stops after the batch that is being moved; the rest stays where it is.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running.Values);
        _stop.Dispose();
    }

    private RedriveAnswer Run(Queue queue, RedriveRequest request)
    {
        if (request.RatePerSecond is < 1 or > MaximumRate)
        {
            throw ConsoleErrors.Invalid($"ratePerSecond takes 1 to {MaximumRate}, and {request.RatePerSecond} came. Leave it out to move all at once.");
        }

        if (_running.ContainsKey(queue.Arn))
        {
            throw ConsoleErrors.Conflict($"A redrive of {queue.Resource.Name} is under way; wait until it has ended.");
        }

        var search = new MessageSearch { Ids = request.MessageIds, Text = request.Text, Until = services.Database.Run(MessageStore.LastSequence) };
        var plan = _batch.Plan(queue, search);
        if (request.DryRun)
        {
            return plan.ToAnswer(0, 0, dryRun: true, graph.Label);
        }

        var (moved, last) = _batch.Move(queue, search, request.RatePerSecond ?? BatchSize);
        if (request.RatePerSecond is { } rate)
        {
            GoOn(queue, search, last, rate);
            return plan.ToAnswer(moved, Math.Max(0, plan.Movable - moved), dryRun: false, graph.Label);
        }

        while (last is not null)
        {
            (var more, last) = _batch.Move(queue, search with { After = last.Value }, BatchSize);
            moved += more;
        }

        return plan.ToAnswer(moved, 0, dryRun: false, graph.Label);
    }

    private void GoOn(Queue queue, MessageSearch search, long? last, int rate)
    {
        if (last is not null)
        {
            // Registered before it runs, so that it can't end before it is known.
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _running[queue.Arn] = GoOnAsync(queue, search, last, rate, started.Task);
            started.SetResult();
        }
    }

    private async Task GoOnAsync(Queue queue, MessageSearch search, long? last, int rate, Task started)
    {
        await started;
        try
        {
            using var timer = new PeriodicTimer(Second, services.Clock);
            while (last is not null && await timer.WaitForNextTickAsync(_stop.Token))
            {
                (_, last) = _batch.Move(queue, search with { After = last.Value }, rate);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // What hasn't moved is still there.
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "The redrive of {Queue} ended; what hasn't moved is still there.", queue.Resource.Name);
        }
        finally
        {
            _running.TryRemove(queue.Arn, out _);
        }
    }
}

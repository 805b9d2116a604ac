using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Mappings;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Functions.Asynchronous;

/// <summary>One function's asynchronous invocations: calls the function with those that are due, and decides what follows.</summary>
internal sealed class AsynchronousQueue(
    AsynchronousSettings settings, InvokeAgain invoke, Database database, TimeProvider time, ILogger logger)
{
    /// <summary>Invocations in memory at once; more would only wait there instead of on disk.</summary>
    private const int MaximumInHand = 100;

    private readonly ConcurrentDictionary<string, Task> _inHand = new(StringComparer.Ordinal);
    private TaskCompletionSource _signal = NewSignal();

    public string FunctionName => settings.Function.Name;

    /// <summary>There may be something to do.</summary>
    public void Wake() => Volatile.Read(ref _signal).TrySetResult();

    /// <summary>Runs until it is stopped. Invocations that run then stay accepted.</summary>
    public async Task RunAsync(InvocationDestinations destinations, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var woken = NewSignal();
            Volatile.Write(ref _signal, woken);
            var next = TakeDue(destinations, stop);
            try
            {
                await BatchingWindow.WaitAsync(token => woken.Task.WaitAsync(token), next, time, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
        }

        await Task.WhenAll(_inHand.Values);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts what is due, as far as there is room.</summary>
    /// <returns>When the next one is due; null when there is none, or no room, the end of which wakes this.</returns>
    private DateTimeOffset? TakeDue(InvocationDestinations destinations, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var room = MaximumInHand - _inHand.Count;
        if (room <= 0)
        {
            return null;
        }

        // Those in hand may be among the first.
        var candidates = database.Run(connection => AsynchronousStore.Next(connection, FunctionName, room + _inHand.Count + 1));
        foreach (var (requestId, dueAt) in candidates.Where(candidate => !_inHand.ContainsKey(candidate.RequestId)))
        {
            if (dueAt > now)
            {
                return dueAt;
            }

            if (room-- == 0)
            {
                return null;
            }

            Start(requestId, destinations, stop);
        }

        return null;
    }

    private void Start(string requestId, InvocationDestinations destinations, CancellationToken stop)
    {
        var registered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _inHand[requestId] = RunAsync();
        registered.SetResult();

        async Task RunAsync()
        {
            await registered.Task;
            try
            {
                await TryAsync(requestId, destinations, stop);
            }
            catch (OperationCanceledException)
            {
                logger.LogInformation("Asynchronous invocation {RequestId} of {Function} goes on at the next start.", requestId, FunctionName);
            }
            finally
            {
                _inHand.TryRemove(requestId, out _);
                Wake();
            }
        }
    }

    private async Task TryAsync(string requestId, InvocationDestinations destinations, CancellationToken stop)
    {
        var invocation = database.Run(connection => AsynchronousStore.Read(connection, requestId));
        if (AsynchronousStep.IsTooOld(invocation, settings, time.GetUtcNow()))
        {
            End(AsynchronousStep.EventAgeExceeded, invocation, invocation.LastFailure, destinations);
            return;
        }

        // Each attempt is the same step; where it came from was told when it was accepted.
        using var context = new TraceContext(settings.Function.Resource.Path, [StepId.Invocation(requestId)]).Enter();
        var result = await invoke(settings.Function.Arn, invocation.Payload, requestId, stop);
        var step = AsynchronousStep.After(invocation, result, settings, time.GetUtcNow());
        if (step.Condition is { } condition)
        {
            End(condition, step.Next, result, destinations);
        }
        else
        {
            database.Run(connection => AsynchronousStore.Update(connection, step.Next));
        }
    }

    /// <summary>Tells the destinations, then forgets: when the local run ends in between, they are told twice rather than never.</summary>
    private void End(string condition, AsynchronousInvocation invocation, InvocationResult? result, InvocationDestinations destinations)
    {
        if (condition != AsynchronousStep.Success)
        {
            logger.LogError(
                "Asynchronous invocation {RequestId} of {Function} is given up after {Failures} failures: {Condition}",
                invocation.RequestId,
                FunctionName,
                invocation.Failures,
                condition);
        }

        destinations.Tell(settings, new(condition, invocation, result, time.GetUtcNow()));
        database.Run(connection => AsynchronousStore.Delete(connection, invocation.RequestId));
    }
}

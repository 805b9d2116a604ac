using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SensorWatch.Local.Functions;

/// <summary>
/// Invocations of type <c>Event</c>: accepted at once, tried again after 1 and 2 minutes when the function fails, and for
/// up to 6 hours while it is throttled, with the same request id each time. They are kept in memory.
/// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
/// </summary>
public sealed class AsynchronousInvocations(FunctionService functions, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan[] RetryDelays = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)];
    private static readonly TimeSpan LongestThrottleDelay = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaximumAge = TimeSpan.FromHours(6);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, Task> _pending = new(StringComparer.Ordinal);

    /// <summary>Invocations that were accepted and have neither succeeded nor been given up.</summary>
    public int Pending => _pending.Count;

    /// <summary>Accepts an invocation.</summary>
    /// <returns>Its request id.</returns>
    public string Accept(string functionArn, ReadOnlyMemory<byte> payload)
    {
        var requestId = FunctionService.NewRequestId();
        var accepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[requestId] = RunAsync(accepted.Task, functionArn, payload, requestId);
        accepted.SetResult();
        return requestId;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_pending.Values);
        _stopping.Dispose();
    }

    private async Task RunAsync(Task accepted, string functionArn, ReadOnlyMemory<byte> payload, string requestId)
    {
        await accepted;
        try
        {
            await InvokeUntilDoneAsync(functionArn, payload, requestId);
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("Asynchronous invocation {RequestId} of {Function} was not finished: the local run stops.", requestId, functionArn);
        }
        finally
        {
            _pending.TryRemove(requestId, out _);
        }
    }

    private async Task InvokeUntilDoneAsync(string functionArn, ReadOnlyMemory<byte> payload, string requestId)
    {
        var acceptedAt = time.GetTimestamp();
        var throttleDelay = TimeSpan.FromSeconds(1);
        var failures = 0;
        while (true)
        {
            var result = await functions.InvokeAsync(functionArn, payload, requestId, _stopping.Token);
            if (result.Succeeded)
            {
                return;
            }

            TimeSpan delay;
            if (result.Throttled)
            {
                delay = throttleDelay;
                throttleDelay = throttleDelay * 2 < LongestThrottleDelay ? throttleDelay * 2 : LongestThrottleDelay;
            }
            else if (failures < RetryDelays.Length)
            {
                delay = RetryDelays[failures++];
            }
            else
            {
                logger.LogError("Asynchronous invocation {RequestId} of {Function} failed {Attempts} times and is dropped.", requestId, functionArn, failures + 1);
                return;
            }

            if (time.GetElapsedTime(acceptedAt) + delay > MaximumAge)
            {
                logger.LogError("Asynchronous invocation {RequestId} of {Function} is 6 hours old and is dropped.", requestId, functionArn);
                return;
            }

            await Task.Delay(delay, time, _stopping.Token);
        }
    }
}

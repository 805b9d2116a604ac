namespace SensorWatch.Local.Mappings;

/// <summary>How long a batch that isn't full waits for more: <c>MaximumBatchingWindowInSeconds</c> from its first record on.</summary>
internal static class BatchingWindow
{
    /// <summary>Waits for more, or for the end of the window.</summary>
    /// <param name="wait">Completes when there is more.</param>
    /// <param name="end">The window's end; null when no window has begun.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Gives up waiting, with an <see cref="OperationCanceledException"/>.</param>
    public static async Task WaitAsync(Func<CancellationToken, Task> wait, DateTimeOffset? end, TimeProvider time, CancellationToken stop)
    {
        if (end is not { } known)
        {
            await wait(stop);
            return;
        }

        // Timers drop fractions of a millisecond.
        var rest = TimeSpan.FromMilliseconds((long)Math.Ceiling((known - time.GetUtcNow()).TotalMilliseconds));
        using var window = new CancellationTokenSource(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(window.Token, stop);
        try
        {
            await wait(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The window is over; the batch goes as it is.
            return;
        }
    }
}

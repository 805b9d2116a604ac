using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace SensorWatch.Local.Hosting;

/// <summary>Deletes expired items and old stream records once a minute; DynamoDB takes up to a few days.</summary>
internal sealed class TimeToLiveSweep : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Func<int> _deleteExpired;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer;
    private readonly Task _running;

    /// <param name="deleteExpired">Deletes what has expired.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Takes why a sweep failed.</param>
    public TimeToLiveSweep(Func<int> deleteExpired, TimeProvider time, ILogger logger)
    {
        (_deleteExpired, _logger) = (deleteExpired, logger);
        _timer = new(Interval, time);
        _running = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _running;
    }

    private async Task RunAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            try
            {
                _deleteExpired();
            }
            catch (Exception exception) when (exception is IOException or SqliteException)
            {
                // Such as a full disk: what has expired waits for the next sweep, and there may be room by then.
                _logger.LogError(exception, "Expired items could not be deleted; the next try is in a minute");
            }
        }
    }
}

using SensorWatch.Local.Tables;

namespace SensorWatch.Local.Hosting;

/// <summary>Deletes expired items and old stream records once a minute; DynamoDB takes up to a few days.</summary>
internal sealed class TimeToLiveSweep : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly PeriodicTimer _timer;
    private readonly Task _running;

    public TimeToLiveSweep(TableService tables, TimeProvider time)
    {
        _timer = new(Interval, time);
        _running = RunAsync(tables);
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _running;
    }

    private async Task RunAsync(TableService tables)
    {
        while (await _timer.WaitForNextTickAsync())
        {
            tables.DeleteExpired();
        }
    }
}

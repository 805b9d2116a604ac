using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Hosting;
using SensorWatch.Local.Tests.Events;

namespace SensorWatch.Local.Tests.Hosting;

public sealed class TimeToLiveSweepTests
{
    public static TheoryData<Exception> Failures() => new() { new IOException("no space left"), new SqliteException("database or disk is full", 13) };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_sweep_that_fails_is_told_and_the_next_one_comes_all_the_same(Exception failure)
    {
        var time = new FakeTimeProvider();
        var log = new ListLogger<TimeToLiveSweep>();
        using var swept = new SemaphoreSlim(0);
        var sweeps = 0;
        await using var sweep = new TimeToLiveSweep(Sweep, time, log);

        time.Advance(TimeSpan.FromMinutes(1));
        (await swept.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
        await Mappings.MappingFixture.UntilAsync(() => log.Lines.Count == 1);
        time.Advance(TimeSpan.FromMinutes(1));

        (await swept.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
        log.Lines.ShouldHaveSingleItem().ShouldStartWith("Expired items could not be deleted");

        int Sweep()
        {
            swept.Release();
            return ++sweeps == 1 ? throw failure : 0;
        }
    }
}

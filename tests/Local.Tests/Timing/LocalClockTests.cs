using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Hosting;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tests.Hosting;
using SensorWatch.Local.Timing;

namespace SensorWatch.Local.Tests.Timing;

public sealed class LocalClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _real = new(Start);

    [Fact]
    public void It_runs_and_can_be_set_forward()
    {
        var clock = new LocalClock(_real, TimeSpan.FromDays(1));
        var begin = clock.GetTimestamp();

        _real.Advance(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromHours(2));

        clock.GetUtcNow().ShouldBe(Start + new TimeSpan(1, 2, 0, 1));
        clock.GetElapsedTime(begin).ShouldBe(new TimeSpan(2, 0, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    public void What_becomes_due_fires_in_its_order_and_the_rest_comes_earlier()
    {
        var clock = new LocalClock(_real, TimeSpan.Zero);
        List<string> fired = [];
        using var third = Once(clock, 180, () => fired.Add("third"));
        using var second = Once(clock, 60, () => fired.Add("second"));
        using var first = Once(clock, 30, () => fired.Add("first"));

        clock.Advance(TimeSpan.FromMinutes(2));
        fired.ShouldBe(["first", "second"]);
        clock.UntilNextTimer.ShouldBe(TimeSpan.FromMinutes(1));

        _real.Advance(TimeSpan.FromMinutes(1));
        fired.ShouldBe(["first", "second", "third"]);
        clock.UntilNextTimer.ShouldBeNull();
    }

    [Fact]
    public void A_periodic_timer_goes_on_in_its_rhythm()
    {
        var clock = new LocalClock(_real, TimeSpan.Zero);
        var fired = 0;
        using var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));

        clock.Advance(TimeSpan.FromSeconds(35));
        fired.ShouldBe(1);
        clock.UntilNextTimer.ShouldBe(TimeSpan.FromSeconds(5));

        _real.Advance(TimeSpan.FromSeconds(5));
        fired.ShouldBe(2);
    }

    [Fact]
    public void A_timer_that_was_stopped_or_disposed_of_does_not_fire()
    {
        var clock = new LocalClock(_real, TimeSpan.Zero);
        var fired = 0;
        using var stopped = Once(clock, 1, () => fired++);
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Once(clock, 1, () => fired++).Dispose();

        clock.Advance(TimeSpan.FromMinutes(1));
        _real.Advance(TimeSpan.FromMinutes(1));

        fired.ShouldBe(0);
    }

    [Fact]
    public async Task Each_step_of_an_advance_sees_its_own_time()
    {
        using var database = Database.Open(null);
        var clock = ClockStore.Open(database, _real, null);
        using var control = new TimeControl(clock, database, () => true, () => false);
        List<TimeSpan> times = [];
        using var retry = clock.CreateTimer(_ => times.Add(clock.GetUtcNow() - Start), null, TimeSpan.FromHours(1), TimeSpan.FromHours(1));

        await control.AdvanceAsync(TimeSpan.FromHours(4), CancellationToken.None);

        times.ShouldBe([TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(3), TimeSpan.FromHours(4)]);
        clock.Offset.ShouldBe(TimeSpan.FromHours(4));
    }

    [Fact]
    public async Task The_clock_never_goes_back_on_the_same_data()
    {
        using var folder = new TemporaryFolder();
        using (var database = Database.Open(folder.Path))
        {
            using var control = new TimeControl(ClockStore.Open(database, _real, null), database, () => true, () => false);
            await control.AdvanceAsync(TimeSpan.FromDays(2), CancellationToken.None);
        }

        using var again = Database.Open(folder.Path);
        ClockStore.Open(again, _real, null).GetUtcNow().ShouldBe(Start.AddDays(2));
        ClockStore.Open(again, _real, Start.AddDays(3)).GetUtcNow().ShouldBe(Start.AddDays(3));
        Should.Throw<LocalException>(() => ClockStore.Open(again, _real, Start.AddDays(1))).Message.ShouldContain("2026-03-04T12:00:00Z, the time of the data");
    }

    private static ITimer Once(LocalClock clock, int seconds, Action action) =>
        clock.CreateTimer(_ => action(), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
}

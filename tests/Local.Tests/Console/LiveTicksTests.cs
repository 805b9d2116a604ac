using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Console.Live;
using SensorWatch.Local.Tests.Functions;

namespace SensorWatch.Local.Tests.Console;

public sealed class LiveTicksTests
{
    private readonly FakeTimeProvider _time = new();
    private int _computed;

    [Fact]
    public async Task The_first_tick_comes_at_once_and_one_a_second_after_it()
    {
        await using var ticks = Ticks();
        await using var subscription = ticks.SubscribeAsync(CancellationToken.None).GetAsyncEnumerator();

        (await NextAsync(subscription)).ShouldBe("1");
        var second = NextAsync(subscription);
        await TickAsync(2);

        (await second).ShouldBe("2");
    }

    [Fact]
    public async Task All_subscribers_share_what_is_computed()
    {
        await using var ticks = Ticks();
        await using var first = ticks.SubscribeAsync(CancellationToken.None).GetAsyncEnumerator();
        (await NextAsync(first)).ShouldBe("1");
        await using var second = ticks.SubscribeAsync(CancellationToken.None).GetAsyncEnumerator();

        (await NextAsync(second)).ShouldBe("1");
        var both = Task.WhenAll(NextAsync(first), NextAsync(second));
        await TickAsync(2);

        (await both).ShouldBe(["2", "2"]);
    }

    [Fact]
    public async Task Nothing_is_computed_while_nobody_looks()
    {
        await using var ticks = Ticks();
        _time.Advance(TimeSpan.FromSeconds(10));
        _computed.ShouldBe(0);

        await using (var subscription = ticks.SubscribeAsync(CancellationToken.None).GetAsyncEnumerator())
        {
            await NextAsync(subscription);
        }

        _time.Advance(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(10));
        _computed.ShouldBe(1);
        await using var again = ticks.SubscribeAsync(CancellationToken.None).GetAsyncEnumerator();
        (await NextAsync(again)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_end_ends_all_subscriptions()
    {
        var ticks = Ticks();
        await using var subscription = ticks.SubscribeAsync(CancellationToken.None).GetAsyncEnumerator();
        await NextAsync(subscription);
        var next = subscription.MoveNextAsync();

        await ticks.DisposeAsync();

        (await next.AsTask().WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeFalse();
        await using var late = ticks.SubscribeAsync(CancellationToken.None).GetAsyncEnumerator();
        (await late.MoveNextAsync()).ShouldBeFalse();
    }

    private LiveTicks Ticks() => new(() => Encoding.UTF8.GetBytes($"{Interlocked.Increment(ref _computed)}"), _time, NullLogger.Instance);

    private static async Task<string> NextAsync(IAsyncEnumerator<byte[]> subscription)
    {
        (await subscription.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
        return Encoding.UTF8.GetString(subscription.Current);
    }

    /// <summary>The timer begins a moment after the first tick: time goes on until a tick is there.</summary>
    private Task TickAsync(int number) => Eventually.True(() =>
    {
        if (_computed < number)
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
        }

        return _computed >= number;
    }, $"tick {number}");
}

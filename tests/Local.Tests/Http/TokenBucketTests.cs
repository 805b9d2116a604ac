using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Http;

namespace SensorWatch.Local.Tests.Http;

public class TokenBucketTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_burst_is_let_through_and_no_more()
    {
        var bucket = new TokenBucket(rate: 1, burst: 3, _time);

        Take(bucket, 5).ShouldBe([true, true, true, false, false]);
    }

    [Fact]
    public void Tokens_come_back_at_the_rate()
    {
        var bucket = new TokenBucket(rate: 2, burst: 2, _time);
        Take(bucket, 3).ShouldBe([true, true, false]);

        _time.Advance(TimeSpan.FromMilliseconds(400));
        Take(bucket, 1).ShouldBe([false]);
        _time.Advance(TimeSpan.FromMilliseconds(100));

        Take(bucket, 2).ShouldBe([true, false]);
    }

    [Fact]
    public void A_long_rest_fills_the_bucket_to_the_burst_only()
    {
        var bucket = new TokenBucket(rate: 100, burst: 2, _time);
        _time.Advance(TimeSpan.FromHours(1));

        Take(bucket, 3).ShouldBe([true, true, false]);
    }

    private static IEnumerable<bool> Take(TokenBucket bucket, int times) => Enumerable.Range(0, times).Select(_ => bucket.TryTake()).ToList();
}

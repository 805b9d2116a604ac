using System.Globalization;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Functions.Handlers;

namespace SensorWatch.Functions.Tests.Handlers;

public sealed class PresentTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_message_from_a_queue_that_is_ahead_was_not_sent_in_the_future() => Of(Now.AddHours(1)).ShouldBe(Now.AddHours(1));

    [Fact]
    public void A_message_that_waited_is_seen_by_this_clock() => Of(Now.AddHours(-1)).ShouldBe(Now);

    [Fact]
    public void A_message_that_does_not_say_when_it_was_sent_is_seen_by_this_clock()
    {
        Present.Of(new(), new FakeTimeProvider(Now)).ShouldBe(Now);
        Present.Of(new() { Attributes = new() { ["SentTimestamp"] = "yesterday" } }, new FakeTimeProvider(Now)).ShouldBe(Now);
    }

    private static DateTimeOffset Of(DateTimeOffset sent) => Present.Of(
        new SQSEvent.SQSMessage { Attributes = new() { ["SentTimestamp"] = sent.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) } },
        new FakeTimeProvider(Now));
}

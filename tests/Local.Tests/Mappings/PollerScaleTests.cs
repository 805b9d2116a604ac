using SensorWatch.Local.Mappings;
using static SensorWatch.Local.Tests.Mappings.MappingFixture;

namespace SensorWatch.Local.Tests.Mappings;

public sealed class PollerScaleTests
{
    private static readonly PollerScale Start = PollerScale.Of(Mapping(), int.MaxValue);

    [Theory]
    [InlineData(0, 5)]
    [InlineData(0.9, 9)]
    [InlineData(1, 10)]
    [InlineData(60, 305)]
    [InlineData(249, 1_250)]
    [InlineData(86_400, 1_250)]
    public void Five_places_become_300_more_each_minute_that_messages_wait(double seconds, int places) =>
        Start.After(TimeSpan.FromSeconds(seconds), QueueDemand.Waiting).Places.ShouldBe(places);

    [Theory]
    [InlineData(0, 305)]
    [InlineData(30, 155)]
    [InlineData(86_400, 5)]
    public void Places_go_again_while_the_queue_is_empty(double seconds, int places) =>
        Start.After(TimeSpan.FromMinutes(1), QueueDemand.Waiting).After(TimeSpan.FromSeconds(seconds), QueueDemand.Empty).Places.ShouldBe(places);

    [Fact]
    public void Places_stay_while_messages_come_as_fast_as_they_are_taken() =>
        Start.After(TimeSpan.FromMinutes(1), QueueDemand.Waiting).After(TimeSpan.FromDays(1), QueueDemand.Steady).Places.ShouldBe(305);

    [Fact]
    public void Each_failure_takes_a_place_but_never_one_of_the_five()
    {
        var scale = Start.After(TimeSpan.FromSeconds(0.4), QueueDemand.Waiting);

        scale.AfterFailure().Places.ShouldBe(6);
        scale.AfterFailure().AfterFailure().AfterFailure().Places.ShouldBe(5);
    }

    [Fact]
    public void Short_times_add_up() =>
        Enumerable.Range(0, 1_000).Aggregate(Start, (scale, _) => scale.After(TimeSpan.FromMilliseconds(10), QueueDemand.Waiting))
            .Exact.ShouldBe(55, tolerance: 0.001);

    [Theory]
    [InlineData(4, 5)]
    [InlineData(32, 32)]
    [InlineData(2_000, 1_250)]
    public void There_are_no_more_places_than_the_function_may_have_processes(int processes, int places) =>
        PollerScale.Of(Mapping(), processes).After(TimeSpan.FromDays(1), QueueDemand.Waiting).Places.ShouldBe(places);

    [Fact]
    public void With_a_maximum_concurrency_all_places_are_there_at_once()
    {
        var scale = PollerScale.Of(Mapping() with { MaximumConcurrency = 20 }, processes: 4);

        scale.Places.ShouldBe(20);
        scale.IsLargest.ShouldBeTrue();
        scale.After(TimeSpan.FromDays(1), QueueDemand.Empty).AfterFailure().Places.ShouldBe(20);
    }
}

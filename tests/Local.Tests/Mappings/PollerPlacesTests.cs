using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Mappings;

namespace SensorWatch.Local.Tests.Mappings;

public sealed class PollerPlacesTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly PollerPlaces _places;
    private TaskCompletionSource _message = new();

    public PollerPlacesTests()
    {
        _places = new(PollerScale.Of(MappingFixture.Mapping(), int.MaxValue), _time);
        _message.SetResult();
    }

    [Fact]
    public async Task Five_more_places_come_each_second_that_messages_wait_and_none_is_free()
    {
        await TakeAsync(5);
        var sixth = Take();
        _time.Advance(TimeSpan.FromMilliseconds(999));
        sixth.IsCompleted.ShouldBeFalse();

        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await sixth.WaitAsync(Bound)).ShouldBeTrue();
        await TakeAsync(4);
        var eleventh = Take();
        eleventh.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await eleventh.WaitAsync(Bound)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_place_that_gets_free_is_taken_at_once_and_the_time_until_then_counts()
    {
        await TakeAsync(5);
        var sixth = Take();
        _time.Advance(TimeSpan.FromMilliseconds(400));
        _places.Release();
        (await sixth.WaitAsync(Bound)).ShouldBeTrue();

        await TakeAsync(2);
        Take().IsCompleted.ShouldBeFalse("in 400 ms two places were added");
    }

    [Fact]
    public async Task No_places_come_while_no_message_waits()
    {
        _message = new();
        await TakeAsync(5);
        var sixth = Take();

        _time.Advance(TimeSpan.FromHours(1));

        sixth.IsCompleted.ShouldBeFalse();
        _message.SetResult();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await sixth.WaitAsync(Bound)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_places_go_while_the_queue_is_empty()
    {
        await TakeAsync(5);
        var more = Take();
        _time.Advance(TimeSpan.FromSeconds(10));
        await more.WaitAsync(Bound);
        for (var i = 0; i < 6; i++)
        {
            _places.Release();
        }

        _places.Note(QueueDemand.Empty);
        _time.Advance(TimeSpan.FromSeconds(9));

        await TakeAsync(10);
        Take().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Stopping_ends_the_wait_for_a_place()
    {
        await TakeAsync(5);
        using var stop = new CancellationTokenSource();
        var sixth = _places.TakeAsync(_ => _message.Task, stop.Token);

        await stop.CancelAsync();

        (await sixth.WaitAsync(Bound)).ShouldBeFalse();
        var drained = _places.DrainAsync();
        for (var i = 0; i < 5; i++)
        {
            drained.IsCompleted.ShouldBeFalse();
            _places.Release();
        }

        await drained.WaitAsync(Bound);
    }

    private async Task TakeAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var taken = Take();
            taken.IsCompleted.ShouldBeTrue();
            (await taken).ShouldBeTrue();
        }
    }

    private Task<bool> Take() => _places.TakeAsync(_ => _message.Task, CancellationToken.None);
}

using Amazon.EventBridge.Model;
using Amazon.Runtime;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SensorWatch.Contracts;
using SensorWatch.Functions.Publishing;

namespace SensorWatch.Functions.Tests.Publishing;

public sealed class EventPublisherTests
{
    private readonly FakeEventBridge _bridge = new();
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task An_event_takes_source_and_detail_type_from_its_contract()
    {
        await PublishAsync(Events(1));

        var entry = _bridge.Taken.ShouldHaveSingleItem();
        entry.EventBusName.ShouldBe("the-bus");
        entry.Source.ShouldBe("sensorwatch.readings");
        entry.DetailType.ShouldBe("ReadingsRecorded");
        entry.Detail.ShouldContain("\"eventId\":\"e-0\"");
        entry.Time.ShouldBe(DateTime.UnixEpoch);
    }

    [Fact]
    public async Task More_than_ten_events_take_several_calls()
    {
        await PublishAsync(Events(21));

        _bridge.Calls.Select(call => call.Count).ShouldBe([10, 10, 1]);
    }

    [Fact]
    public async Task Large_events_are_spread_over_calls_of_at_most_256_KB()
    {
        await PublishAsync(Events(10, readings: ReadingsRecorded.MaximumReadings));

        _bridge.Calls.Count.ShouldBeGreaterThan(1);
        _bridge.Calls.ShouldAllBe(call => call.Sum(entry => entry.Detail.Length) <= EventPublisher.MaximumBytes);
        _bridge.Taken.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Only_the_entries_that_failed_are_sent_again()
    {
        _bridge.Refuse = (call, entry) => call < 3 && entry.Detail.Contains("\"e-3\"", StringComparison.Ordinal) ? "ThrottlingException" : null;

        await PublishAsync(Events(5));

        _bridge.Calls.Select(call => call.Count).ShouldBe([5, 1, 1]);
        _bridge.Taken.Count.ShouldBe(5);
        _bridge.Taken.Select(entry => entry.Detail).ShouldBeUnique();
    }

    [Fact]
    public async Task An_entry_that_is_refused_for_good_is_not_sent_again()
    {
        _bridge.Refuse = (_, _) => "NotAuthorizedForSourceException";

        var exception = await Should.ThrowAsync<PublishException>(PublishAsync(Events(1)));

        exception.Message.ShouldContain("NotAuthorizedForSourceException");
        _bridge.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_entry_that_keeps_failing_is_given_up_after_the_last_attempt()
    {
        _bridge.Refuse = (_, _) => "InternalFailure";

        await Should.ThrowAsync<PublishException>(PublishAsync(Events(1)));

        _bridge.Calls.Count.ShouldBe(EventPublisher.MaximumAttempts);
    }

    [Fact]
    public async Task A_call_that_fails_whole_names_the_bus()
    {
        _bridge.Client.PutEventsAsync(Arg.Any<PutEventsRequest>(), Arg.Any<CancellationToken>())
            .Throws(new AmazonServiceException("no such luck"));

        (await Should.ThrowAsync<PublishException>(PublishAsync(Events(1)))).Message.ShouldBe("PutEvents on bus 'the-bus' failed: no such luck");
    }

    private static List<Envelope<ReadingsRecorded>> Events(int count, int readings = 1) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Envelope<ReadingsRecorded>(
            EventMetadata.First($"e-{i}", "c", ReadingsRecorded.Contract, DateTimeOffset.UnixEpoch),
            ReadingsRecorded.Example with
            {
                Readings = [.. Enumerable.Range(0, readings).Select(r => new Reading(DateTimeOffset.UnixEpoch.AddTicks(r), r + 0.123456789012))],
            })),
    ];

    private async Task PublishAsync(IReadOnlyList<Envelope<ReadingsRecorded>> events)
    {
        var publishing = new EventPublisher(_bridge.Client, "the-bus", _time).PublishAsync(events, CancellationToken.None);
        while (!publishing.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await publishing;
    }
}

using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SensorWatch.Contracts;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Storage;
using SensorWatch.Functions.Tests.Storage;

namespace SensorWatch.Functions.Tests.Handlers;

public sealed class StoreReadingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeReadingsTable _table = new();
    private readonly FakeTimeProvider _time = new(Now);
    private readonly FakeContext _context = new();
    private readonly FakeMetrics _metrics = new();

    [Fact]
    public async Task Readings_of_a_day_become_one_item()
    {
        (await HandleAsync(Message("m-1", Event(Example)))).ShouldBeEmpty();

        var chunk = ReadingItem.Read(_table.Items.Values.ShouldHaveSingleItem());
        chunk.SensorId.ShouldBe("seattle-temperature");
        chunk.RecordedAt.ShouldBe(Now.AddMinutes(-1));
        chunk.Readings.ShouldBe(Example.Readings);
        _metrics.Counted.ShouldBe([(BusinessMetric.ReadingsStored, Example.Readings.Count)]);
    }

    [Fact]
    public async Task The_same_message_again_changes_nothing()
    {
        await HandleAsync(Message("m-1", Event(Example)));
        var before = _table.Items.Keys.ToList();

        await HandleAsync(Message("m-1", Event(Example)), Message("m-2", Event(Example)));

        _table.Items.Keys.ShouldBe(before);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"id":"1","source":"sensorwatch.readings","detail-type":"ReadingsRecorded","detail":{"metadata":null,"data":null}}""")]
    public async Task A_message_that_cannot_be_read_fails_alone(string body)
    {
        (await HandleAsync(Message("poison", body), Message("good", Event(Example)))).ShouldBe(["poison"]);

        _table.Items.Count.ShouldBe(1);
        _context.Lines.Where(line => line.Contains(" failed: ")).ShouldHaveSingleItem().ShouldContain("poison");
        _context.Lines.Where(line => line.StartsWith("Took ", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldEndWith("ReadingsRecorded e-1 c-1");
    }

    [Fact]
    public async Task An_event_of_another_contract_fails()
    {
        var body = Event(Example).Replace("\"detail-type\":\"ReadingsRecorded\"", "\"detail-type\":\"Other\"", StringComparison.Ordinal);

        (await HandleAsync(Message("m-1", body))).ShouldBe(["m-1"]);
    }

    [Fact]
    public async Task An_event_that_has_gone_in_a_circle_fails()
    {
        (await HandleAsync(Message("m-1", Event(Example, hops: EventMetadata.MaximumHops - 1)))).ShouldBeEmpty();
        (await HandleAsync(Message("m-1", Event(Example, hops: EventMetadata.MaximumHops)))).ShouldBe(["m-1"]);
    }

    [Fact]
    public async Task Values_that_DynamoDB_cannot_hold_fail_alone()
    {
        var absurd = Example with { Readings = [new(Example.Readings[0].Time, 1e300)] };

        (await HandleAsync(Message("absurd", Event(absurd)), Message("good", Event(Example)))).ShouldBe(["absurd"]);

        _table.Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Items_that_DynamoDB_leaves_are_written_again()
    {
        _table.LeaveUnprocessed = (call, _) => call < 3;

        (await HandleAsync(Message("m-1", Event(Example)))).ShouldBeEmpty();

        _table.Writes.ShouldBe(3);
        _table.Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Messages_whose_items_stay_unprocessed_fail_and_no_others()
    {
        var other = Example with { SensorId = "other" };
        _table.LeaveUnprocessed = (_, item) => item[ReadingItem.SensorId].S == "other";

        (await HandleAsync(Message("m-1", Event(Example)), Message("m-2", Event(other)), Message("m-3", Event(other)))).ShouldBe(["m-2", "m-3"]);

        _table.Items.Count.ShouldBe(1);
        _metrics.Counted.ShouldBe([(BusinessMetric.ReadingsStored, Example.Readings.Count)]);
    }

    [Fact]
    public async Task When_DynamoDB_refuses_the_call_every_message_that_was_in_it_comes_back()
    {
        _table.Client.BatchWriteItemAsync(Arg.Any<BatchWriteItemRequest>(), Arg.Any<CancellationToken>())
            .Throws(new AmazonDynamoDBException("down"));

        (await HandleAsync(Message("m-1", Event(Example)), Message("m-2", Event(Example)), Message("m-3", "?")))
            .ShouldBe(["m-3", "m-1", "m-2"]);
    }

    [Fact]
    public async Task A_large_batch_is_written_25_items_at_a_time()
    {
        var data = Example with { Readings = [.. Enumerable.Range(0, 60).Select(i => new Reading(Now.AddDays(-i - 1), i))] };

        (await HandleAsync(Message("m-1", Event(data)))).ShouldBeEmpty();

        _table.Writes.ShouldBe(3);
        _table.Items.Count.ShouldBe(60);
    }

    private static ReadingsRecorded Example => ReadingsRecorded.Example;

    private static string Event(ReadingsRecorded data, int hops = 0)
    {
        var metadata = EventMetadata.First("e-1", "c-1", ReadingsRecorded.Contract, Now.AddMinutes(-1)) with { Hops = hops };
        return JsonSerializer.Serialize(
            new BusEvent<ReadingsRecorded>
            {
                Id = "b-1",
                Source = ReadingsRecorded.Contract.Source,
                DetailType = ReadingsRecorded.Contract.DetailType,
                Detail = new(metadata, data),
            },
            ReadingsRecorded.Contract.Json);
    }

    private static SQSEvent.SQSMessage Message(string id, string body) => new() { MessageId = id, Body = body };

    private async Task<List<string>> HandleAsync(params SQSEvent.SQSMessage[] messages)
    {
        var handler = new StoreReadings(new ReadingStore(_table.Client, "readings", _time), _metrics.For<StoreReadings>(), _time);
        var handling = handler.HandleAsync(new() { Records = [.. messages] }, _context, CancellationToken.None);
        while (!handling.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return (await handling).BatchItemFailures.ConvertAll(failure => failure.ItemIdentifier);
    }
}

using System.Text;
using System.Text.Json;
using SensorWatch.Contracts;

namespace SensorWatch.Functions.Tests.Contracts;

public sealed class EventCatalogueTests
{
    [Fact]
    public void Every_event_record_is_in_the_catalogue()
    {
        var records = typeof(EventContract).Assembly.GetTypes()
            .Where(type => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEvent<>)));

        EventCatalogue.All.Select(contract => contract.DataType).ShouldBe(records, ignoreOrder: true);
    }

    [Fact]
    public void No_two_contracts_share_source_and_detail_type() =>
        EventCatalogue.All.Select(contract => (contract.Source, contract.DetailType)).ShouldBeUnique();

    [Fact]
    public void The_detail_type_is_the_name_of_the_record() =>
        EventCatalogue.All.ShouldAllBe(contract => contract.DetailType == contract.DataType.Name);

    [Fact]
    public void An_event_is_written_as_documented()
    {
        var metadata = EventMetadata.First("e-1", "c-1", ReadingsRecorded.Contract, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

        var json = JsonSerializer.Serialize(new(metadata, ReadingsRecorded.Example), ReadingsRecorded.Contract.EnvelopeJson);

        json.ShouldBe(
            "{\"metadata\":{\"eventId\":\"e-1\",\"correlationId\":\"c-1\",\"time\":\"2026-01-02T03:04:05Z\",\"version\":1,\"hops\":0},"
            + "\"data\":{\"sensorId\":\"seattle-temperature\",\"unit\":\"Cel\",\"readings\":["
            + "{\"time\":\"2010-01-01T09:00:00Z\",\"value\":4},{\"time\":\"2010-01-01T10:00:00Z\",\"value\":3.9}]}}");
    }

    [Fact]
    public void The_fullest_event_stays_below_one_price_step_of_EventBridge()
    {
        var reading = new Reading(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1), -1.2345678901234567E-99);
        var data = new ReadingsRecorded
        {
            SensorId = new string('x', 64),
            Unit = new string('u', 16),
            Readings = [.. Enumerable.Repeat(reading, ReadingsRecorded.MaximumReadings)],
        };
        var metadata = EventMetadata.First(Guid.Empty.ToString(), Guid.Empty.ToString(), ReadingsRecorded.Contract, reading.Time);

        var json = JsonSerializer.Serialize(new(metadata, data), ReadingsRecorded.Contract.EnvelopeJson);

        Encoding.UTF8.GetByteCount(json).ShouldBeLessThan(64 * 1024);
    }

    [Fact]
    public void The_next_event_keeps_the_correlation_and_names_its_cause()
    {
        var first = EventMetadata.First("e-1", "c-1", ReadingsRecorded.Contract, DateTimeOffset.UnixEpoch);

        var next = first.Next("e-2", ReadingsRecorded.Contract, DateTimeOffset.UnixEpoch);

        next.ShouldBe(first with { EventId = "e-2", CausationId = "e-1", Hops = 1 });
    }

    [Theory]
    [InlineData("""{"time":"2026-01-02T03:04:05Z"}""")]
    [InlineData("""{"value":1}""")]
    public void A_reading_without_time_or_value_is_refused(string reading)
    {
        var detail = $$$"""
            {
              "metadata": {"eventId":"e-1","correlationId":"c-1","time":"2026-01-02T03:04:05Z","version":1},
              "data": {"sensorId":"a","unit":"Cel","readings":[{{{reading}}}]}
            }
            """;

        Should.Throw<JsonException>(() => JsonSerializer.Deserialize(detail, ReadingsRecorded.Contract.EnvelopeJson));
    }

    [Fact]
    public void A_source_of_AWS_is_refused() =>
        Should.Throw<ArgumentException>(() => new EventContract<ReadingsRecorded>("aws.readings", "X", 1, ReadingsRecorded.Contract.Json))
            .Message.ShouldContain("aws.readings");
}

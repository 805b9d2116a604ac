using System.Text.Encodings.Web;
using System.Text.Json;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Aws;
using SensorWatch.Infra.Patterns;
using SensorWatch.Templates.Patterns;

namespace SensorWatch.Infra.Tests.Patterns;

public sealed class RulePatternTests
{
    [Fact]
    public void A_pattern_has_the_contracts_source_and_detail_type() =>
        On.Event<ReadingsRecorded>().ToString().ShouldBe("""{"source":["sensorwatch.readings"],"detail-type":["ReadingsRecorded"]}""");

    [Fact]
    public void A_pattern_of_several_contracts_has_each_source_once() =>
        On.Events(ReadingsRecorded.Contract, SensorRegistered.Contract, LimitsChanged.Contract).ToString().ShouldBe(
            """{"source":["sensorwatch.readings","sensorwatch.sensors"],"detail-type":["ReadingsRecorded","SensorRegistered","LimitsChanged"]}""");

    [Fact]
    public void No_two_contracts_share_a_detail_type_so_that_such_a_pattern_is_exact() =>
        EventCatalogue.All.Select(contract => contract.DetailType).ShouldBeUnique();

    [Fact]
    public void A_pattern_of_no_contract_is_refused() =>
        Should.Throw<ArgumentException>(() => On.Events()).Message.ShouldStartWith("Expected at least one contract");

    [Fact]
    public void Members_of_the_data_have_the_names_and_values_that_they_have_in_the_event() =>
        On.Event<AlertOpened>()
            .Where(e => e.Alert.Severity == Severity.Critical && e.Alert.Value > 30)
            .ToString()
            .ShouldBe("""{"source":["sensorwatch.alerts"],"detail-type":["AlertOpened"],"detail":{"data":{"alert":{"severity":["critical"],"value":[{"numeric":[">",30]}]}}}}""");

    [Fact]
    public void The_metadata_is_part_of_the_event_too() =>
        On.Event<AlertOpened>()
            .Where((e, metadata) => metadata.Hops == 0 && metadata.CausationId == null && e.Alert.Kind != AlertKind.System)
            .ToJson()["detail"]!.ToJsonString()
            .ShouldBe("""{"metadata":{"hops":[0],"causationId":[{"exists":false}]},"data":{"alert":{"kind":[{"anything-but":"system"}]}}}""");

    [Fact]
    public void Of_several_predicates_each_must_hold() =>
        On.Event<AlertOpened>()
            .Where(e => e.Alert.Value > 30)
            .Where(e => e.Alert.Value <= 40)
            .ToJson()["detail"]!.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .ShouldBe("""{"data":{"alert":{"value":[{"numeric":[">",30,"<=",40]}]}}}""");

    [Fact]
    public void Members_of_an_AWS_services_event_are_those_of_its_detail() =>
        On.AwsEvent<ObjectCreated>()
            .Where(e => e.Bucket.Name == "uploads" && e.Object.ETag.StartsWith("9a", StringComparison.Ordinal))
            .ToString()
            .ShouldBe("""{"source":["aws.s3"],"detail-type":["Object Created"],"detail":{"bucket":{"name":["uploads"]},"object":{"etag":[{"prefix":"9a"}]}}}""");

    [Fact]
    public void An_event_matches_the_pattern_of_its_example()
    {
        var opened = AlertOpened.Example;
        var pattern = EventPattern.Parse(On.Event<AlertOpened>().Where(e => e.Alert.Severity == opened.Alert.Severity).ToString());
        var @event = JsonSerializer.Serialize(
            new BusEvent<AlertOpened>
            {
                Id = "1",
                Source = AlertOpened.Contract.Source,
                DetailType = AlertOpened.Contract.DetailType,
                Detail = new(EventMetadata.First("1", "1", AlertOpened.Contract, opened.Alert.OpenedAt), opened),
            },
            AlertOpened.Contract.Json);

        pattern.Matches(JsonDocument.Parse(@event).RootElement).ShouldBeTrue();
    }
}

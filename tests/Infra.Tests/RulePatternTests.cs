using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Aws;
using SensorWatch.Infra.Patterns;
using SensorWatch.Templates.Patterns;

namespace SensorWatch.Infra.Tests;

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
            .WithData(e => e.Alert.Severity, Severity.Warning, Severity.Critical)
            .WithData(e => e.Alert.Kind, AlertKind.System)
            .ToJson()["detail"]!.ToJsonString()
            .ShouldBe("""{"data":{"alert":{"severity":["warning","critical"],"kind":["system"]}}}""");

    [Fact]
    public void Members_of_an_AWS_services_event_are_those_of_its_detail() =>
        On.AwsEvent<ObjectCreated>()
            .WithDetail(e => e.Bucket.Name, "uploads")
            .WithPrefix(e => e.Object.ETag, "9a")
            .ToString()
            .ShouldBe("""{"source":["aws.s3"],"detail-type":["Object Created"],"detail":{"bucket":{"name":["uploads"]},"object":{"etag":[{"prefix":"9a"}]}}}""");

    [Fact]
    public void An_event_matches_the_pattern_of_its_example()
    {
        var opened = AlertOpened.Example;
        var pattern = EventPattern.Parse(On.Event<AlertOpened>().WithData(e => e.Alert.Severity, opened.Alert.Severity).ToString());
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

    [Fact]
    public void A_filter_that_is_no_member_of_the_event_is_refused() =>
        Should.Throw<ArgumentException>(() => On.Event<AlertOpened>().WithData(e => e.Alert.Subject.Length, 3))
            .Message.ShouldStartWith("String.Length is not part of the event's JSON.");

    [Fact]
    public void A_filter_that_computes_is_refused() =>
        Should.Throw<ArgumentException>(() => On.Event<AlertOpened>().WithData(e => e.Alert.Subject + "!", "a!"))
            .Message.ShouldStartWith("Expected members of the event, such as e => e.Alert.Severity");

    [Fact]
    public void A_second_filter_of_one_member_is_refused() =>
        Should.Throw<ArgumentException>(() => On.Event<AlertOpened>()
                .WithData(e => e.Alert.Severity, Severity.Warning)
                .WithData(e => e.Alert.Severity, Severity.Critical))
            .Message.ShouldStartWith("'alert.severity' has values already.");

    [Fact]
    public void A_filter_without_values_is_refused() =>
        Should.Throw<ArgumentException>(() => On.Event<AlertOpened>().WithData(e => e.Alert.Severity))
            .Message.ShouldStartWith("Expected at least one value for 'alert.severity'");

    [Fact]
    public void JSON_becomes_what_CDK_takes()
    {
        var json = JsonNode.Parse("""{"a": ["x", 1, 2.5, true, {"b": false}]}""")!;

        var value = JsiiValue.From(json).ShouldBeOfType<Dictionary<string, object>>();

        value["a"].ShouldBeOfType<object[]>().ShouldBe(["x", 1.0, 2.5, true, new Dictionary<string, object> { ["b"] = false }]);
    }

    [Theory]
    [InlineData("""{"a": null}""")]
    [InlineData("""[null]""")]
    public void A_null_that_CDK_would_drop_is_refused(string json) =>
        Should.Throw<ArgumentException>(() => JsiiValue.From(JsonNode.Parse(json)!)).Message.ShouldContain("null has no place in a template");
}

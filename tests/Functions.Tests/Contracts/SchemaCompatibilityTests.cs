using System.Text.Json.Nodes;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Schemas;

namespace SensorWatch.Functions.Tests.Contracts;

public sealed class SchemaCompatibilityTests
{
    private static readonly string Before = EventSchema.OpenApi(AlertOpened.Contract);

    [Fact]
    public void The_same_schema_is_compatible() => Breaks(_ => { }).ShouldBeEmpty();

    [Fact]
    public void A_new_optional_member_is_compatible() =>
        Breaks(schemas => schemas["Alert"]!["properties"]!["room"] = Json("""{"type":"string"}""")).ShouldBeEmpty();

    [Fact]
    public void Another_description_or_example_is_compatible() =>
        Breaks(schemas =>
        {
            schemas["Alert"]!["description"] = "other words";
            schemas["AWSEvent"]!["example"] = Json("{}");
        }).ShouldBeEmpty();

    [Fact]
    public void A_new_required_member_breaks_old_events() =>
        Breaks(schemas =>
        {
            schemas["Alert"]!["properties"]!["room"] = Json("""{"type":"string"}""");
            schemas["Alert"]!["required"]!.AsArray().Add("room");
        }).ShouldBe(["/detail/data/alert/room: is new and required; old events lack it"]);

    [Fact]
    public void A_member_that_became_required_breaks_old_events() =>
        Breaks(schemas => schemas["Alert"]!["required"]!.AsArray().Add("unit"))
            .ShouldBe(["/detail/data/alert/unit: became required; old events may lack it"]);

    [Fact]
    public void A_member_that_became_optional_breaks_old_consumers() =>
        Breaks(schemas => Remove(schemas["Alert"]!["required"]!, "message"))
            .ShouldBe(["/detail/data/alert/message: became optional; old consumers require it"]);

    [Fact]
    public void A_member_that_is_gone_breaks_old_consumers() =>
        Breaks(schemas => schemas["Alert"]!["properties"]!.AsObject().Remove("unit"))
            .ShouldBe(["/detail/data/alert/unit: is gone; old consumers may use it"]);

    [Fact]
    public void Another_type_breaks() =>
        Breaks(schemas => schemas["Alert"]!["properties"]!["value"] = Json("""{"type":"string"}"""))
            .ShouldBe(["/detail/data/alert/value: was number (double) and is string"]);

    [Fact]
    public void Another_format_breaks() =>
        Breaks(schemas => schemas["EventMetadata"]!["properties"]!["time"] = Json("""{"type":"string"}"""))
            .ShouldBe(["/detail/metadata/time: was string (date-time) and is string"]);

    [Fact]
    public void A_new_enum_value_breaks_old_consumers() =>
        Breaks(schemas => schemas["Alert"]!["properties"]!["severity"]!["enum"]!.AsArray().Add("catastrophic"))
            .ShouldBe(["/detail/data/alert/severity: has the new value 'catastrophic'; old consumers refuse it"]);

    [Fact]
    public void An_enum_value_that_is_gone_breaks_the_reading_of_the_archive() =>
        Breaks(schemas => Remove(schemas["Alert"]!["properties"]!["kind"]!["enum"]!, "silence"))
            .ShouldBe(["/detail/data/alert/kind: no longer has the value 'silence'; old events hold it"]);

    [Fact]
    public void Another_name_of_the_event_breaks_every_rule() =>
        Breaks(schemas => schemas["AWSEvent"]!["x-amazon-events-source"] = "sensorwatch.other")
            .ShouldHaveSingleItem().ShouldContain("x-amazon-events-source");

    [Fact]
    public void A_change_inside_a_list_is_found()
    {
        var before = EventSchema.OpenApi(ReadingsRecorded.Contract);
        var after = before.Replace("\"double\"", "\"float\"", StringComparison.Ordinal);

        SchemaCompatibility.Breaks(before, after).ShouldBe(["/detail/data/readings[]/value: was number (double) and is number (float)"]);
    }

    private static IReadOnlyList<string> Breaks(Action<JsonObject> change)
    {
        var document = JsonNode.Parse(Before)!;
        change(document["components"]!["schemas"]!.AsObject());
        return SchemaCompatibility.Breaks(Before, document.ToJsonString());
    }

    private static JsonNode Json(string text) => JsonNode.Parse(text)!;

    private static void Remove(JsonNode list, string value)
    {
        var array = list.AsArray();
        array.Remove(array.Single(item => item!.GetValue<string>() == value));
    }
}

using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources;
using static SensorWatch.Local.Tests.Events.EventFixture;

namespace SensorWatch.Local.Tests.Events;

public sealed class TargetInputTests
{
    private const string Detail = """{"name":"a \"b\"","count":3,"on":true,"none":null,"list":[{"x":1},{"x":2}],"with space":"w"}""";

    [Fact]
    public async Task A_constant_input_replaces_the_event() =>
        (await DeliverAsync(Target("orders") with { Input = """{"a":1}""" })).ShouldBe("""{"a":1}""");

    [Theory]
    [InlineData("$.detail.count", "3")]
    [InlineData("$.detail.name", "\"a \\\"b\\\"\"")]
    [InlineData("$.detail.list[1]", """{"x":2}""")]
    [InlineData("$.detail['with space']", "\"w\"")]
    [InlineData("$.detail-type", "\"Ordered\"")]
    [InlineData("$.detail.none", "null")]
    [InlineData("$.detail.missing", null)]
    [InlineData("$.detail.list[2].x", null)]
    public async Task An_input_path_takes_a_part_of_the_event(string path, string? expected) =>
        (await DeliverAsync(Target("orders") with { InputPath = path })).ShouldBe(expected);

    [Theory]
    [InlineData("""{"n":<name>,"c":<count>,"l":<list>,"o":<on>,"z":<none>}""", """{"n":"a \"b\"","c":3,"l":[{"x":1},{"x":2}],"o":true,"z":null}""")]
    [InlineData("""{"m":<missing>}""", """{"m":""}""")]
    [InlineData("\"<name> was <count>, <missing>.\"", "\"a \\\"b\\\" was 3, .\"")]
    [InlineData("<name>", "\"a \\\"b\\\"\"")]
    [InlineData("\"<count>\"\n\"<on>\"", "\"3\"\n\"true\"")]
    [InlineData("""{"quote":"\"<name>"}""", """{"quote":"\"a \"b\""}""")]
    [InlineData("""{"rule":"<aws.events.rule-name>","arn":<aws.events.rule-arn>}""", """{"rule":"orders","arn":"arn:aws:events:eu-west-1:111122223333:rule/app/orders"}""")]
    [InlineData("""{"at":<aws.events.event.ingestion-time>}""", """{"at":"2026-03-01T12:00:00.000Z"}""")]
    [InlineData("""{"list":"<list>"}""", null)] // a quoted list makes invalid JSON: dropped
    public async Task A_transformer_fills_its_template(string template, string? expected) =>
        (await DeliverAsync(Target("orders") with { InputTransformer = Transformer(template) })).ShouldBe(expected);

    [Fact]
    public async Task A_transformer_can_pass_the_event_with_and_without_its_detail()
    {
        var text = await DeliverAsync(Target("orders") with
        {
            InputTransformer = Transformer("""{"whole":<aws.events.event.json>,"head":<aws.events.event>}"""),
        });

        var json = JsonNode.Parse(text!)!;
        json["whole"]!["detail"]!["count"]!.GetValue<int>().ShouldBe(3);
        json["head"]!["source"]!.GetValue<string>().ShouldBe("shop");
        json["head"]!.AsObject().ContainsKey("detail").ShouldBeFalse();
    }

    public static TheoryData<RuleResource, string> RefusedRules() => new()
    {
        { Rule("r", "shop") with { EventBusName = "missing" }, "its event bus missing is not part of this deployment." },
        { Rule("r", "shop") with { ScheduleExpression = "rate(1 minute)" }, "supported only on the default event bus" },
        { Rule("r", "shop") with { EventPattern = [] }, "Event pattern is not valid. Reason: Empty objects are not allowed at $" },
        { Rule("r", "shop", Target("q") with { Arn = "arn:aws:kinesis:eu-west-1:111122223333:stream/s" }), "targets of the service kinesis" },
        { Rule("r", "shop", Target("q.fifo")), "FIFO queues are not run here" },
        { Rule("r", "shop", Target("q", "dead.fifo")), "can't be a FIFO queue" },
        { Rule("r", "shop", Target("q") with { InputPath = "$..x" }), "not a path that EventBridge knows" },
        { Rule("r", "shop", Target("q") with { InputTransformer = Transformer("<undefined>") }), "InputPathsMap does not define it" },
        { Rule("r", "shop", Target("q") with { InputTransformer = Transformer("<aws.events.nonsense>") }), "not one of EventBridge's variables" },
        { Rule("r", "shop", Target("q") with { InputTransformer = [] }), "no InputTemplate" },
        { Rule("r", "shop", Target("q") with { Input = "1", InputPath = "$" }), "exclude each other" },
    };

    [Theory]
    [MemberData(nameof(RefusedRules))]
    public void What_EventBridge_would_refuse_is_refused_at_the_start_with_the_rules_path(RuleResource rule, string reason)
    {
        var error = Should.Throw<RefusedException>(() => new EventFixture([rule], []));

        error.Refusals.Single().ResourcePath.ShouldBe("Test/r");
        error.Message.ShouldContain(reason);
    }

    private static JsonObject Transformer(string template) => new()
    {
        ["InputPathsMap"] = new JsonObject
        {
            ["name"] = "$.detail.name",
            ["count"] = "$.detail.count",
            ["on"] = "$.detail.on",
            ["none"] = "$.detail.none",
            ["list"] = "$.detail.list",
            ["missing"] = "$.detail.missing",
        },
        ["InputTemplate"] = template,
    };

    private static async Task<string?> DeliverAsync(RuleTarget target)
    {
        using var events = new EventFixture([Rule("orders", "shop", target)], [Allow("orders", "orders")], Queues.QueueFixture.Queue("orders"));
        await events.PutAsync(Entry(detail: Detail));
        return events.Queues.Receive("orders").SingleOrDefault()?.Body;
    }
}

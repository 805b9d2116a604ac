using System.Text.Json.Nodes;
using SensorWatch.Local.Events;
using SensorWatch.Templates.Resources;
using static SensorWatch.Local.Tests.Events.EventFixture;

namespace SensorWatch.Local.Tests.Events;

public sealed class BusTargetTests
{
    [Fact]
    public async Task A_bus_gets_the_event_as_it_is_and_its_rules_see_it()
    {
        using var events = Events(
            Rule("forward", "shop", Bus("audit")), Rule("keep", "shop", Target("kept")) with { EventBusName = "audit" });

        var answer = await events.PutAsync(Entry(detail: """{"n":1}"""));

        var kept = JsonNode.Parse(events.Queues.Receive("kept").Single().Body)!;
        kept["id"]!.GetValue<string>().ShouldBe(answer["Entries"]![0]!["EventId"]!.GetValue<string>());
        kept["detail"]!["n"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task An_event_from_another_bus_goes_to_no_third_one()
    {
        using var events = Events(
            Rule("forward", "shop", Bus("audit")),
            Rule("further", "shop", Bus("default")) with { EventBusName = "audit" },
            Rule("keep", "shop", Target("kept")) with { EventBusName = "default" });

        await events.PutAsync(Entry());

        events.Queues.Receive("kept").ShouldBeEmpty();
        events.Log.Lines.ShouldContain(line => line.Contains("no such event to a third one"));
    }

    [Fact]
    public async Task Two_buses_that_send_to_each_other_come_to_an_end()
    {
        using var events = Events(
            Rule("forward", "shop", Bus("audit")),
            Rule("back", "shop", Bus("app")) with { EventBusName = "audit" },
            Rule("keep", "shop", Target("kept")));

        await events.PutAsync(Entry());

        events.Queues.Receive("kept").Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_event_for_a_bus_that_does_not_exist_goes_to_the_targets_dead_letter_queue()
    {
        using var events = Events(Rule("keep", "shop", Bus("gone") with { DeadLetterArn = Queues.QueueFixture.Arn("kept") }));

        await events.PutAsync(Entry());

        events.Queues.Receive("kept").Single().Attributes["ERROR_CODE"].StringValue.ShouldBe("NO_RESOURCE");
    }

    [Fact]
    public void What_changes_an_event_on_its_way_to_a_bus_is_refused()
    {
        using var events = Events();
        var rule = Rule("forward", "shop", Bus("audit") with { InputPath = "$.detail" });

        EventBusService.Refusals(events.Buses.Deployment with { Rules = [rule] }).Single().Reason.ShouldContain("without Input, InputPath");
    }

    [Fact]
    public async Task Rules_are_found_by_their_targets()
    {
        using var events = Events(Rule("one", "shop", Bus("audit")), Rule("two", "bank", Bus("audit"), Target("kept")), Rule("three", "shop", Target("kept")));

        var first = await events.CallAsync("ListRuleNamesByTarget", $$"""{"TargetArn":"{{BusArn("audit")}}","EventBusName":"app","Limit":1}""");
        var second = await events.CallAsync(
            "ListRuleNamesByTarget", $$"""{"TargetArn":"{{BusArn("audit")}}","EventBusName":"app","NextToken":"{{first["NextToken"]!.GetValue<string>()}}"}""");

        first["RuleNames"]!.ToJsonString().ShouldBe("""["one"]""");
        second["RuleNames"]!.ToJsonString().ShouldBe("""["two"]""");
        second["NextToken"].ShouldBeNull();
    }

    private static EventFixture Events(params RuleResource[] rules) => new(rules, [Allow("kept", "keep")], Queues.QueueFixture.Queue("kept"));

    private static RuleTarget Bus(string name) => new() { Id = name, Arn = BusArn(name) };
}

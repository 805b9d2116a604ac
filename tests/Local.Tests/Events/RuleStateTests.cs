using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources;
using static SensorWatch.Local.Tests.Events.EventFixture;

namespace SensorWatch.Local.Tests.Events;

public sealed class RuleStateTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_rule_that_is_disabled_gets_nothing_until_it_is_enabled_again()
    {
        using var events = Events(enabled: true);

        await events.CallAsync("DisableRule", """{"Name":"orders","EventBusName":"app"}""");
        await events.PutAsync(Entry(detail: """{"n":1}"""));
        (await State(events)).ShouldBe("DISABLED");
        await events.CallAsync("EnableRule", """{"Name":"orders","EventBusName":"app"}""");
        await events.PutAsync(Entry(detail: """{"n":2}"""));

        (await State(events)).ShouldBe("ENABLED");
        events.Queues.Receive("orders").Single().Body.ShouldContain("\"n\":2");
    }

    [Fact]
    public async Task A_rules_state_is_kept_until_the_template_sets_another()
    {
        using (var events = Events(enabled: true))
        {
            await events.CallAsync("DisableRule", """{"Name":"orders","EventBusName":"app"}""");
        }

        (await StateAfterRestart(enabled: true)).ShouldBe("DISABLED");
        (await StateAfterRestart(enabled: false)).ShouldBe("DISABLED");
        (await StateAfterRestart(enabled: true)).ShouldBe("ENABLED", "the template has changed since, twice");
    }

    [Fact]
    public async Task A_schedule_that_is_disabled_does_not_fire()
    {
        using var events = Events(enabled: true, schedule: "rate(5 minutes)");
        events.Buses.Start();
        await events.CallAsync("DisableRule", """{"Name":"orders"}""");

        events.Queues.Time.Advance(TimeSpan.FromMinutes(6));
        await events.CallAsync("EnableRule", """{"Name":"orders"}""");
        events.Queues.Time.Advance(TimeSpan.FromMinutes(5));

        JsonNode.Parse(events.Queues.Receive("orders").Single().Body)!["time"]!.GetValue<string>().ShouldBe("2026-03-01T12:10:00Z");
    }

    [Fact]
    public async Task A_rule_that_is_not_there_has_no_state()
    {
        using var events = Events(enabled: true);

        var error = await events.FailAsync("DisableRule", """{"Name":"orders"}""");

        (error.Code, error.Message).ShouldBe(("ResourceNotFoundException", "Rule orders does not exist on EventBus default."));
    }

    private async Task<string> StateAfterRestart(bool enabled)
    {
        using var events = Events(enabled);
        return await State(events);
    }

    private static async Task<string> State(EventFixture events) =>
        (await events.CallAsync("DescribeRule", """{"Name":"orders","EventBusName":"app"}"""))["State"]!.GetValue<string>();

    private EventFixture Events(bool enabled, string? schedule = null)
    {
        var rule = Rule("orders", "shop", Target("orders")) with { Enabled = enabled };
        RuleResource[] rules = [schedule is null ? rule : rule with { EventBusName = "default", EventPattern = null, ScheduleExpression = schedule }];
        return new(rules, [Allow("orders", "orders")], _directory.FullName, Queues.QueueFixture.Queue("orders"));
    }
}

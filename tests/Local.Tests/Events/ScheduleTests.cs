using System.Text.Json.Nodes;
using SensorWatch.Local.Events;
using SensorWatch.Templates.Resources;
using static SensorWatch.Local.Tests.Events.EventFixture;

namespace SensorWatch.Local.Tests.Events;

public sealed class ScheduleTests : IDisposable
{
    private readonly EventFixture _events = new(
        [
            Scheduled("every", "rate(5 minutes)", Target("ticks")),
            Scheduled("daily", "cron(0 8 * * ? *)", Target("days")),
            Scheduled("off", "rate(1 minute)", Target("days")) with { Enabled = false },
            Scheduled("lost", "rate(1 hour)", Target("missing", "dead")),
            Scheduled("constant", "rate(1 day)", Target("constants") with { Input = """{"wake":true}""" }),
        ],
        [Allow("ticks", "every"), Allow("days", "daily"), Allow("dead", "lost"), Allow("constants", "constant")],
        Queues.QueueFixture.Queue("ticks"),
        Queues.QueueFixture.Queue("days"),
        Queues.QueueFixture.Queue("dead"),
        Queues.QueueFixture.Queue("constants"));

    public ScheduleTests() => _events.Buses.Start();

    public void Dispose() => _events.Dispose();

    [Fact]
    public void A_rate_fires_after_each_period()
    {
        Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Times("ticks").ShouldBeEmpty();

        Advance(TimeSpan.FromSeconds(1));
        Times("ticks").ShouldBe(["2026-03-01T12:05:00Z"]);
        Advance(TimeSpan.FromMinutes(5));
        Times("ticks").ShouldBe(["2026-03-01T12:10:00Z"]);
    }

    [Fact]
    public void A_clock_that_jumps_fires_every_time_that_it_passes_over()
    {
        Advance(TimeSpan.FromMinutes(17));

        Times("ticks").ShouldBe(["2026-03-01T12:05:00Z", "2026-03-01T12:10:00Z", "2026-03-01T12:15:00Z"]);
    }

    [Fact]
    public void A_schedule_goes_on_over_a_restart_and_makes_up_for_the_latest_time_that_it_missed()
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            Run(TimeSpan.Zero, TimeSpan.FromMinutes(7)).ShouldBe(["2026-03-01T12:05:00Z"]);
            Run(TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(2)).ShouldBe(["2026-03-01T12:10:00Z"]);
            Run(TimeSpan.FromMinutes(31), TimeSpan.FromMinutes(4)).ShouldBe(["2026-03-01T12:30:00Z", "2026-03-01T12:35:00Z"]);
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        List<string> Run(TimeSpan startsAfter, TimeSpan runsFor)
        {
            using var events = new EventFixture(
                [Scheduled("every", "rate(5 minutes)", Target("ticks"))],
                [Allow("ticks", "every")],
                directory.FullName,
                Queues.QueueFixture.Queue("ticks"));
            events.Queues.Time.Advance(startsAfter);
            events.Buses.Start();
            events.Queues.Time.Advance(runsFor);
            var messages = events.Queues.Receive("ticks", maximum: 10);
            messages.ToList().ForEach(message => events.Queues.Delete("ticks", message));
            return [.. messages.Select(message => JsonNode.Parse(message.Body)!["time"]!.GetValue<string>())];
        }
    }

    [Fact]
    public void A_cron_fires_at_its_times_and_a_disabled_rule_never()
    {
        Advance(TimeSpan.FromDays(2));

        Times("days").ShouldBe(["2026-03-02T08:00:00Z", "2026-03-03T08:00:00Z"]);
    }

    [Fact]
    public void A_scheduled_event_is_as_EventBridge_sends_it()
    {
        Advance(TimeSpan.FromMinutes(5));

        var sent = JsonNode.Parse(_events.Queues.Receive("ticks").Single().Body)!;
        sent["id"]!.GetValue<string>().ShouldNotBeEmpty();
        sent.AsObject().Remove("id");
        sent.ToJsonString().ShouldBe(
            $$$"""{"version":"0","detail-type":"Scheduled Event","source":"aws.events","account":"111122223333","time":"2026-03-01T12:05:00Z","region":"eu-west-1","resources":["{{{RuleArn("every")}}}"],"detail":{}}""");
    }

    [Fact]
    public void A_schedule_whose_target_is_missing_goes_to_the_targets_dead_letter_queue()
    {
        Advance(TimeSpan.FromHours(1));

        _events.Queues.Receive("dead").Single().Attributes["ERROR_CODE"].StringValue.ShouldBe("NO_RESOURCE");
    }

    [Fact]
    public void A_constant_input_takes_the_events_place()
    {
        Advance(TimeSpan.FromDays(1));

        _events.Queues.ReceiveBodies("constants").ShouldBe(["""{"wake":true}"""]);
    }

    [Fact]
    public void Nothing_fires_after_the_end()
    {
        _events.Buses.Dispose();

        Advance(TimeSpan.FromDays(1));

        Times("ticks").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("rate(5 minutes)", "app", "only on the default event bus")]
    [InlineData("rate(5 minute)", "default", "singular for a value of 1")]
    public void A_schedule_that_EventBridge_refuses_is_refused(string expression, string bus, string expected)
    {
        var rule = Scheduled("bad", expression) with { EventBusName = bus };
        var deployment = _events.Buses.Deployment with { Rules = [rule] };

        EventBusService.Refusals(deployment).Single().Reason.ShouldContain(expected);
    }

    private static RuleResource Scheduled(string name, string expression, params RuleTarget[] targets) =>
        Rule(name, "", targets) with { EventBusName = "default", EventPattern = null, ScheduleExpression = expression };

    private void Advance(TimeSpan by) => _events.Queues.Time.Advance(by);

    /// <summary>The times of the events since the last call.</summary>
    private List<string> Times(string queue)
    {
        var messages = _events.Queues.Receive(queue);
        foreach (var message in messages)
        {
            _events.Queues.Delete(queue, message);
        }

        return [.. messages.Select(message => JsonNode.Parse(message.Body)!["time"]!.GetValue<string>())];
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using SensorWatch.Local.Events;
using SensorWatch.Local.Tests.Functions;
using SensorWatch.Local.Tests.Queues;
using SensorWatch.Templates.Resources;
using static SensorWatch.Local.Tests.Events.EventFixture;

namespace SensorWatch.Local.Tests.Events;

/// <summary>EventBridge Scheduler; the clock starts at noon of 1 March 2026, UTC.</summary>
public sealed class SchedulerTests
{
    [Fact]
    public void A_rate_fires_at_once_and_after_each_period()
    {
        using var events = Started(Schedule("rate(5 minutes)"));

        events.Queues.Time.Advance(TimeSpan.FromMinutes(11));

        Times(events).ShouldBe(["2026-03-01T12:00:00Z", "2026-03-01T12:05:00Z", "2026-03-01T12:10:00Z"]);
    }

    [Theory]
    [InlineData("2026-03-01T12:03:00Z", "2026-03-01T12:08:00Z", "12:03:00, 12:08:00")]
    [InlineData("2026-03-01T11:58:00Z", "2026-03-01T12:07:59Z", "12:03:00")]
    [InlineData(null, "2026-03-01T11:00:00Z", "")]
    public void A_rate_keeps_within_its_dates(string? start, string? end, string expected)
    {
        using var events = Started(Schedule("rate(5 minutes)") with { StartDate = start, EndDate = end });

        events.Queues.Time.Advance(TimeSpan.FromHours(1));

        string.Join(", ", Times(events).Select(time => time[11..19])).ShouldBe(expected);
    }

    [Fact]
    public void What_is_for_once_fires_once_in_its_time_zone()
    {
        using var events = Started(Schedule("at(2026-03-01T14:30:00)") with { TimeZone = "Europe/Berlin" });

        events.Queues.Time.Advance(TimeSpan.FromDays(400));

        Times(events).ShouldBe(["2026-03-01T13:30:00Z"]);
    }

    [Theory]
    [InlineData("cron(30 8 * * ? *)", "2026-03-28T00:00:00Z", "2026-03-28T07:30:00Z 2026-03-29T06:30:00Z")]
    [InlineData("cron(30 2 * * ? *)", "2026-03-28T00:00:00Z", "2026-03-28T01:30:00Z 2026-03-30T00:30:00Z")]
    [InlineData("cron(30 2 * * ? *)", "2026-10-24T00:00:00Z", "2026-10-24T00:30:00Z 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z")]
    [InlineData("cron(0/30 2 * * ? *)", "2026-10-25T00:00:00Z", "2026-10-25T00:00:00Z 2026-10-25T00:30:00Z 2026-10-26T01:00:00Z")]
    public void A_cron_follows_the_wall_clock_over_daylight_saving_time(string expression, string from, string expected)
    {
        var times = SchedulerExpression.Parse(Schedule(expression) with { TimeZone = "Europe/Berlin" });
        var expectedTimes = expected.Split(' ');
        var found = new List<string>();
        for (var time = DateTimeOffset.Parse(from, CultureInfo.InvariantCulture).AddTicks(-1); found.Count < expectedTimes.Length;)
        {
            time = times.Next(time)!.Value;
            found.Add(BusEvent.FormatTime(time));
        }

        found.ShouldBe(expectedTimes);
    }

    [Fact]
    public void A_flexible_schedule_fires_once_within_its_window()
    {
        using var events = Started([.. Enumerable.Range(0, 20).Select(number =>
            Schedule("at(2026-03-01T13:00:00)") with { Name = $"s{number}", Arn = $"arn:aws:scheduler:eu-west-1:111122223333:schedule/default/s{number}", FlexibleWindowMinutes = 10 })]);

        events.Queues.Time.Advance(TimeSpan.FromMinutes(60));
        var atOnce = events.Queues.Receive("orders", 100, visibility: 3_600).Count;
        events.Queues.Time.Advance(TimeSpan.FromMinutes(5));
        var half = events.Queues.Receive("orders", 100, visibility: 3_600).Count;
        events.Queues.Time.Advance(TimeSpan.FromMinutes(5));
        var rest = events.Queues.Receive("orders", 100, visibility: 3_600).Count;

        atOnce.ShouldBeLessThan(20);
        half.ShouldBeGreaterThan(0);
        (atOnce + half + rest).ShouldBe(20);
    }

    [Fact]
    public void Keywords_in_the_input_are_replaced()
    {
        using var events = Started(Schedule("at(2026-03-01T12:01:00)") with
        {
            Input = """{"arn":"<aws.scheduler.schedule-arn>","at":"<aws.scheduler.scheduled-time>","attempt":<aws.scheduler.attempt-number>}""",
        });

        events.Queues.Time.Advance(TimeSpan.FromMinutes(1));

        events.Queues.ReceiveBodies("orders").ShouldBe([$$"""{"arn":"{{Schedule("").Arn}}","at":"2026-03-01T12:01:00Z","attempt":1}"""]);
    }

    [Fact]
    public void Without_an_input_the_target_gets_Schedulers_event()
    {
        using var events = Started(Schedule("at(2026-03-01T12:01:00)") with { TargetArn = TestFunctions.Arn("Handle") });

        events.Queues.Time.Advance(TimeSpan.FromMinutes(1));

        var sent = events.Functions.Accepted().Single().AsObject();
        sent.Remove("id").ShouldBeTrue();
        sent.ToJsonString().ShouldBe(
            $$"""{"version":"0","detail-type":"Scheduled Event","source":"aws.scheduler","account":"111122223333","time":"2026-03-01T12:01:00Z","region":"eu-west-1","resources":["{{Schedule("").Arn}}"],"detail":"{}"}""");
    }

    [Fact]
    public void A_bus_gets_the_input_as_an_events_detail()
    {
        using var events = Started(Schedule("at(2026-03-01T12:01:00)") with
        {
            TargetArn = BusArn("app"),
            Input = """{"n":1}""",
            EventBridgeParameters = new() { ["Source"] = "shop", ["DetailType"] = "Nightly" },
        });

        events.Queues.Time.Advance(TimeSpan.FromMinutes(1));

        var archived = JsonNode.Parse(events.Buses.ArchivedEvents("shop").Single().Text)!;
        (archived["detail-type"]!.GetValue<string>(), archived["detail"]!.ToJsonString()).ShouldBe(("Nightly", """{"n":1}"""));
    }

    [Fact]
    public void What_cannot_be_delivered_goes_to_the_schedules_dead_letter_queue()
    {
        using var events = Started(Schedule("at(2026-03-01T12:01:00)") with
        {
            TargetArn = QueueFixture.Arn("gone"),
            DeadLetterArn = QueueFixture.Arn("orders"),
            Input = "hello",
        });

        events.Queues.Time.Advance(TimeSpan.FromMinutes(1));

        var dead = events.Queues.Receive("orders").Single();
        dead.Body.ShouldBe("hello");
        dead.Attributes["ERROR_CODE"].StringValue.ShouldBe("AWS.SimpleQueueService.NonExistentQueue");
        dead.Attributes["SCHEDULED_TIME"].StringValue.ShouldBe("2026-03-01T12:01:00Z");
        dead.Attributes["SCHEDULE_ARN"].StringValue.ShouldBe(Schedule("").Arn);
    }

    [Fact]
    public void A_disabled_schedule_does_not_fire()
    {
        using var events = Started(Schedule("rate(1 minutes)") with { Enabled = false });

        events.Queues.Time.Advance(TimeSpan.FromHours(1));

        events.Queues.Receive("orders").ShouldBeEmpty();
    }

    public static TheoryData<ScheduleResource, string> Refused() => new()
    {
        { Schedule("every day"), "neither rate" },
        { Schedule("at(2026-03-29T02:30:00)") with { TimeZone = "Europe/Berlin" }, "no time in Europe/Berlin" },
        { Schedule("rate(1 day)") with { TimeZone = "Mars/Olympus" }, "no time zone" },
        { Schedule("rate(1 day)") with { EndDate = "soon" }, "no date" },
        { Schedule("rate(1 day)") with { TargetArn = "arn:aws:scheduler:::aws-sdk:sqs:sendMessage" }, "no target that schedules have here" },
        { Schedule("rate(1 day)") with { TargetArn = QueueFixture.Arn("q.fifo") }, "FIFO" },
        { Schedule("rate(1 day)") with { TargetArn = BusArn("app") }, "needs Input" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_Scheduler_would_refuse_or_is_not_done_here_is_refused(ScheduleResource schedule, string reason) =>
        Should.Throw<RefusedException>(() => Started(schedule)).Refusals.Single().Reason.ShouldContain(reason);

    private static EventFixture Started(params ScheduleResource[] schedules)
    {
        EventFixture events = new([], [], [], schedules, null, QueueFixture.Queue("orders"));
        events.Buses.Start();
        events.Queues.Time.Advance(TimeSpan.Zero);
        return events;
    }

    private static ScheduleResource Schedule(string expression) => new()
    {
        Resource = Resource("nightly", ScheduleResource.Type),
        Name = "nightly",
        Arn = $"arn:aws:scheduler:{QueueFixture.Region}:{QueueFixture.Account}:schedule/default/nightly",
        ScheduleExpression = expression,
        TargetArn = QueueFixture.Arn("orders"),
        RoleArn = "arn:aws:iam::111122223333:role/scheduler",
    };

    private static IEnumerable<string> Times(EventFixture events) =>
        events.Queues.Receive("orders", 100).Select(message => JsonNode.Parse(message.Body)!["time"]!.GetValue<string>());
}

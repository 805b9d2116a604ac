using System.Text;
using System.Text.Json;
using SensorWatch.Local.Events;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Tests.Mappings;
using SensorWatch.Local.Tests.Queues;
using SensorWatch.Templates.Pricing;
using SensorWatch.Templates.Resources;
using static SensorWatch.Local.Tests.Events.EventFixture;
using EventFixture = SensorWatch.Local.Tests.Events.EventFixture;

namespace SensorWatch.Local.Tests.Metering;

public sealed class EventUsageTests
{
    private const double Close = 1e-15;

    [Fact]
    public async Task An_event_is_billed_by_64_KB_and_its_way_into_an_archive_by_the_byte()
    {
        using var events = new EventFixture([], []);

        await events.PutAsync(Entry(source: "bank"), Entry(source: "bank", detail: $$"""{"x":"{{new string('x', 65_536)}}"}"""));

        var archived = events.Buses.ArchivedEvents("all").Sum(archivedEvent => Encoding.UTF8.GetByteCount(archivedEvent.Text));
        archived.ShouldBeGreaterThan(65_536);
        events.Buses.Usage[UsageItem.EventsPut].ShouldBe(1 + 2);
        events.Buses.Usage[UsageItem.Archived].ShouldBe(archived / Sizes.Gigabyte, Close);
    }

    [Fact]
    public async Task Each_archive_that_takes_an_event_is_paid()
    {
        using var events = new EventFixture([], []);

        await events.PutAsync(Entry(source: "shop"));

        events.Buses.Usage[UsageItem.Archived].ShouldBe(
            2 * Encoding.UTF8.GetByteCount(events.Buses.ArchivedEvents("shop").Single().Text) / Sizes.Gigabyte, Close);
    }

    [Fact]
    public void AWSs_own_events_are_free_but_for_those_of_S3()
    {
        using var events = new EventFixture([], []);

        events.Buses.Put([Event("aws.cloudwatch"), Event("aws.s3"), Event("shop")]);

        events.Buses.Usage.Read().ShouldBe(new Dictionary<UsageItem, double> { [UsageItem.OptInEvents] = 1, [UsageItem.EventsPut] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task An_event_for_another_bus_is_paid_there_again()
    {
        using var events = new EventFixture([Rule("forward", "shop", new RuleTarget { Id = "audit", Arn = BusArn("audit") })], []);

        await events.PutAsync(Entry());

        events.Buses.Usage[UsageItem.EventsPut].ShouldBe(1);
        events.Buses.Usage[UsageItem.EventsPassedOn].ShouldBe(1);
    }

    [Fact]
    public async Task What_a_replay_sends_is_paid_and_archived_no_second_time()
    {
        using var events = new EventFixture([], []);
        await events.PutAsync(Entry(), Entry(), Entry());
        var archived = events.Buses.Usage[UsageItem.Archived];

        await events.CallAsync("StartReplay", $$"""
            {"ReplayName":"again","EventSourceArn":"{{ArchiveArn("all")}}","EventStartTime":0,"EventEndTime":4000000000,"Destination":{"Arn":"{{BusArn("app")}}"} }
            """);
        await MappingFixture.UntilAsync(() => events.Buses.IsIdle);

        events.Buses.Usage[UsageItem.EventsReplayed].ShouldBe(3);
        events.Buses.Usage[UsageItem.EventsPut].ShouldBe(3);
        events.Buses.Usage[UsageItem.Archived].ShouldBe(archived);
    }

    [Fact]
    public async Task A_delivery_is_paid_by_its_queue_alone()
    {
        using var events = new EventFixture([Rule("orders", "shop", Target("orders"))], [Allow("orders", "orders")], QueueFixture.Queue("orders"));

        await events.PutAsync(Entry());

        events.Queues.Service.Usage.Read().ShouldBe(new Dictionary<UsageItem, double> { [UsageItem.MessageSends] = 1 });
    }

    [Fact]
    public void Scheduler_is_paid_by_invocation_and_a_rules_schedule_is_free()
    {
        var schedule = new ScheduleResource
        {
            Resource = Resource("nightly", ScheduleResource.Type),
            Name = "nightly",
            Arn = $"arn:aws:scheduler:{QueueFixture.Region}:{QueueFixture.Account}:schedule/default/nightly",
            ScheduleExpression = "rate(5 minutes)",
            TargetArn = QueueFixture.Arn("orders"),
            RoleArn = "arn:aws:iam::111122223333:role/scheduler",
        };
        var rule = Rule("tick", "none", Target("orders")) with { EventPattern = null, ScheduleExpression = "rate(5 minutes)", EventBusName = EventBridgeDeployment.DefaultBus };
        using var events = new EventFixture([rule], [Allow("orders", "tick")], [], [schedule], null, QueueFixture.Queue("orders"));
        events.Buses.Start();

        events.Queues.Time.Advance(TimeSpan.FromMinutes(11));

        events.Buses.Usage.Read().ShouldBe(new Dictionary<UsageItem, double> { [UsageItem.ScheduleInvocations] = 3 });
    }

    [Fact]
    public void The_units_of_an_event_count_where_it_is_put()
    {
        var usage = new UsageMeter(new("orders", "shop", "Ordered", "data.lines"));
        using var busEvent = BusEvent.Create(
            Event("shop") with { Detail = JsonElement.Parse("""{"data":{"lines":[1,2,3]}}""") },
            new() { Account = QueueFixture.Account, Region = QueueFixture.Region },
            DateTimeOffset.UnixEpoch);

        EventUsage.Put(usage, Event("shop"), busEvent);

        usage.Count.ShouldBe(3);
    }

    private static EventEntry Event(string source) => new() { Source = source, DetailType = "Ordered", Detail = EventEntry.EmptyDetail };
}

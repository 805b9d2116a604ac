using System.Text.Json.Nodes;
using static SensorWatch.Local.Tests.Events.EventFixture;

namespace SensorWatch.Local.Tests.Events;

public sealed class ArchiveTests : IDisposable
{
    private const int Noon = 1_772_366_400;

    private readonly EventFixture _events = new(
        [Rule("orders", "shop", Target("orders")), Rule("audit", "shop", Target("audit"))],
        [Allow("orders", "orders"), Allow("audit", "audit")],
        Queues.QueueFixture.Queue("orders"),
        Queues.QueueFixture.Queue("audit"));

    public void Dispose() => _events.Dispose();

    [Fact]
    public async Task An_archive_keeps_what_passes_its_bus_and_matches_its_pattern()
    {
        await _events.PutAsync(Entry(detail: """{"n":1}"""), Entry(source: "bank"), Entry().Replace("\"app\"", "\"default\"", StringComparison.Ordinal));

        Sources("all").ShouldBe(["shop", "bank"]);
        Sources("shop").ShouldBe(["shop"]);
        _events.Buses.ArchivedEvents("shop").Single().Text.ShouldBe(_events.Queues.Receive("orders").Single().Body);
    }

    [Fact]
    public async Task Events_leave_an_archive_when_its_retention_ends()
    {
        await _events.PutAsync(Entry());
        _events.Queues.Time.Advance(TimeSpan.FromDays(2) - TimeSpan.FromSeconds(1));
        Sources("shop").Count().ShouldBe(1);

        _events.Queues.Time.Advance(TimeSpan.FromSeconds(1));

        Sources("shop").ShouldBeEmpty();
        Sources("all").Count().ShouldBe(1);
    }

    [Fact]
    public async Task Archives_are_listed_and_described()
    {
        await _events.PutAsync(Entry());

        var listed = await _events.CallAsync("ListArchives", """{"NamePrefix":"sh"}""");
        var described = await _events.CallAsync("DescribeArchive", """{"ArchiveName":"shop"}""");

        listed["Archives"]!.AsArray().Single()!["EventCount"]!.GetValue<int>().ShouldBe(1);
        described["ArchiveArn"]!.GetValue<string>().ShouldBe(ArchiveArn("shop"));
        described["RetentionDays"]!.GetValue<int>().ShouldBe(2);
        described["EventPattern"]!.GetValue<string>().ShouldBe("""{"source":["shop"]}""");
        described["CreationTime"]!.GetValue<double>().ShouldBe(Noon);
        (await _events.FailAsync("DescribeArchive", """{"ArchiveName":"missing"}""")).Message.ShouldBe("Archive missing does not exist.");
    }

    [Fact]
    public async Task A_replay_sends_the_events_of_a_time_again_in_their_order()
    {
        await _events.PutAsync(Order(3, Noon + 20), Order(1, Noon), Order(2, Noon + 10), Order(4, Noon + 30));
        _events.Queues.Receive("orders");
        _events.Queues.Receive("audit");

        await StartAsync(Noon, Noon + 30);
        await CompletedAsync();

        var replayed = _events.Queues.ReceiveBodies("orders").Select(body => JsonNode.Parse(body)!).ToList();
        replayed.Select(e => e["detail"]!["n"]!.GetValue<int>()).ShouldBe([1, 2, 3]);
        replayed.ShouldAllBe(e => e["replay-name"]!.GetValue<string>() == "again");
        _events.Queues.Receive("audit").Count.ShouldBe(3);
        Sources("all").Count().ShouldBe(4, "what is replayed is not archived again");
    }

    [Fact]
    public async Task A_replay_can_be_for_named_rules_only()
    {
        await _events.PutAsync(Order(1, Noon));
        _events.Queues.Receive("orders");
        _events.Queues.Receive("audit");

        await StartAsync(Noon, Noon + 1, $$""","FilterArns":["{{RuleArn("audit")}}"]""");
        await CompletedAsync();

        _events.Queues.Receive("orders").ShouldBeEmpty();
        _events.Queues.Receive("audit").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_long_replay_goes_through_every_event_once()
    {
        for (var i = 0; i < 25; i++)
        {
            await _events.PutAsync([.. Enumerable.Range(0, 10).Select(n => Order((i * 10) + n, Noon))]);
        }

        _events.Queues.Receive("orders", 1_000);
        await StartAsync(Noon, Noon + 1);
        await CompletedAsync();

        _events.Queues.Receive("orders", 1_000).Select(m => JsonNode.Parse(m.Body)!["detail"]!["n"]!.GetValue<int>()).ShouldBe(Enumerable.Range(0, 250));
    }

    [Fact]
    public async Task A_replay_that_has_ended_is_listed_and_cannot_be_cancelled()
    {
        await StartAsync(Noon, Noon + 1);
        var described = await CompletedAsync();

        described["EventStartTime"]!.GetValue<double>().ShouldBe(Noon);
        described["Destination"]!["Arn"]!.GetValue<string>().ShouldBe(BusArn("app"));
        (await _events.CallAsync("ListReplays", """{"State":"COMPLETED"}"""))["Replays"]!.AsArray().Single()!["ReplayName"]!.GetValue<string>().ShouldBe("again");
        (await _events.FailAsync("CancelReplay", """{"ReplayName":"again"}""")).Code.ShouldBe("IllegalStatusException");
        (await _events.FailAsync("StartReplay", Start(Noon, Noon + 1))).Code.ShouldBe("ResourceAlreadyExistsException");
    }

    [Theory]
    [InlineData("archive/shop", "archive/missing", "Archive missing does not exist.")]
    [InlineData("event-bus/app", "event-bus/missing", "Event bus missing does not exist.")]
    [InlineData("event-bus/app", "event-bus/default", "Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.")]
    [InlineData("event-bus/app", "rule/app", "Parameter Destination.Arn is not valid. Reason: Must contain an event bus ARN.")]
    [InlineData("archive/shop", "rule/shop", "Parameter EventSourceArn is not valid. Reason: Must contain an archive ARN.")]
    [InlineData("1772366401", "1772366400", "Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.")]
    public async Task A_replay_must_be_possible(string good, string bad, string message) =>
        (await _events.FailAsync("StartReplay", Start(Noon, Noon + 1).Replace(good, bad, StringComparison.Ordinal))).Message.ShouldBe(message);

    [Fact]
    public async Task A_person_may_simulate_an_alarm_on_the_default_bus_and_no_other_event_of_AWS()
    {
        const string Alarm = """{"Source":"aws.cloudwatch","DetailType":"CloudWatch Alarm State Change","Detail":"{}"}""";

        var answer = await _events.PutAsync(Alarm, Alarm.Replace("}\"}", "}\",\"EventBusName\":\"app\"}", StringComparison.Ordinal), Alarm.Replace("cloudwatch", "s3", StringComparison.Ordinal));

        answer["Entries"]!.AsArray().Select(e => e!["ErrorCode"]?.GetValue<string>()).ShouldBe([null, "NotAuthorizedForSource", "NotAuthorizedForSource"]);
    }

    private static string Order(int number, int time) => Entry(detail: $$"""{"n":{{number}}}""", more: $$""","Time":{{time}}""");

    private static string Start(int from, int to, string filter = "") => $$"""
        {"ReplayName":"again","EventSourceArn":"{{ArchiveArn("shop")}}","EventStartTime":{{from}},"EventEndTime":{{to}},
         "Destination":{"Arn":"{{BusArn("app")}}"{{filter}} } }
        """;

    private Task<JsonObject> StartAsync(int from, int to, string filter = "") => _events.CallAsync("StartReplay", Start(from, to, filter));

    private async Task<JsonObject> CompletedAsync()
    {
        await Functions.Eventually.True(() => _events.Buses.IsIdle, "the replay ends");
        var described = await _events.CallAsync("DescribeReplay", """{"ReplayName":"again"}""");
        described["State"]!.GetValue<string>().ShouldBe("COMPLETED");
        return described;
    }

    private IEnumerable<string> Sources(string archive) =>
        _events.Buses.ArchivedEvents(archive).Select(e => JsonNode.Parse(e.Text)!["source"]!.GetValue<string>());
}

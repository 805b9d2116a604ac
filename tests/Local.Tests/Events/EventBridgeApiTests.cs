using System.Text.Json;
using static SensorWatch.Local.Tests.Events.EventFixture;

namespace SensorWatch.Local.Tests.Events;

public sealed class EventBridgeApiTests : IDisposable
{
    private const string TestedEvent =
        """{"id":"1","account":"2","source":"shop","time":"2026-01-01T00:00:00Z","region":"eu-west-1","detail-type":"x"}""";

    private readonly EventFixture _events = new(
        [Rule("a", "shop", Target("orders", "dead")), Rule("b", "shop") with { Enabled = false }],
        [],
        Queues.QueueFixture.Queue("orders"));

    public void Dispose() => _events.Dispose();

    [Theory]
    [InlineData("""{"source":["shop"]}""", true)]
    [InlineData("""{"source":["bank"]}""", false)]
    public async Task A_pattern_is_tested_against_an_event(string pattern, bool expected) =>
        (await _events.CallAsync("TestEventPattern", Test(TestedEvent, pattern)))["Result"]!.GetValue<bool>().ShouldBe(expected);

    [Theory]
    [InlineData("""{"id":"1","source":"shop"}""", """{"source":["shop"]}""", "ValidationException", "Parameter Event is not valid.")]
    [InlineData("nonsense", """{"source":["shop"]}""", "ValidationException", "Parameter Event is not valid.")]
    [InlineData(TestedEvent, "[]", "InvalidEventPatternException", "Event pattern is not valid. Reason: Filter is not an object at $")]
    [InlineData(TestedEvent, "{}", "InvalidEventPatternException", "Event pattern is not valid. Reason: Empty objects are not allowed at $")]
    public async Task A_test_needs_a_valid_event_and_a_valid_pattern(string json, string pattern, string code, string message)
    {
        var error = await _events.FailAsync("TestEventPattern", Test(json, pattern));

        (error.Code, error.Message).ShouldBe((code, message));
    }

    [Fact]
    public async Task Buses_are_listed_and_described()
    {
        var list = await _events.CallAsync("ListEventBuses", "{}");
        var described = await _events.CallAsync("DescribeEventBus", """{"Name":"app"}""");

        list["EventBuses"]!.AsArray().Select(bus => bus!["Name"]!.GetValue<string>()).ShouldBe(["default", "app", "audit"]);
        described["Arn"]!.GetValue<string>().ShouldBe(BusArn("app"));
        (await _events.FailAsync("DescribeEventBus", """{"Name":"missing"}""")).Message.ShouldBe("Event bus missing does not exist.");
    }

    [Fact]
    public async Task Rules_are_listed_by_bus_in_pages_and_described()
    {
        var first = await _events.CallAsync("ListRules", """{"EventBusName":"app","Limit":1}""");
        var second = await _events.CallAsync("ListRules", """{"EventBusName":"app","Limit":1,"NextToken":"TOKEN"}""".Replace(
            "TOKEN", first["NextToken"]!.GetValue<string>(), StringComparison.Ordinal));
        var rule = await _events.CallAsync("DescribeRule", """{"EventBusName":"app","Name":"a"}""");

        first["Rules"]![0]!["Name"]!.GetValue<string>().ShouldBe("a");
        second["Rules"]![0]!["State"]!.GetValue<string>().ShouldBe("DISABLED");
        second["NextToken"].ShouldBeNull();
        rule["EventPattern"]!.GetValue<string>().ShouldBe("""{"source":["shop"]}""");
        (await _events.CallAsync("ListRules", "{}"))["Rules"]!.AsArray().ShouldBeEmpty();
        (await _events.FailAsync("DescribeRule", """{"Name":"a"}""")).Message.ShouldBe("Rule a does not exist on EventBus default.");
    }

    [Fact]
    public async Task Targets_are_listed_by_rule()
    {
        var targets = await _events.CallAsync("ListTargetsByRule", """{"EventBusName":"app","Rule":"a"}""");

        var target = targets["Targets"]!.AsArray().Single()!;
        target["Arn"]!.GetValue<string>().ShouldBe(Queues.QueueFixture.Arn("orders"));
        target["DeadLetterConfig"]!["Arn"]!.GetValue<string>().ShouldBe(Queues.QueueFixture.Arn("dead"));
        target["RetryPolicy"]!["MaximumRetryAttempts"]!.GetValue<int>().ShouldBe(185);
    }

    [Fact]
    public async Task An_operation_that_is_not_offered_has_no_answer() =>
        (await _events.Api.HandleAsync("PutRule", [], CancellationToken.None)).ShouldBeNull();

    private static string Test(string json, string pattern) =>
        $$"""{"Event":{{JsonSerializer.Serialize(json)}},"EventPattern":{{JsonSerializer.Serialize(pattern)}}}""";
}

using System.Text.Json.Nodes;
using static SensorWatch.Local.Tests.Events.EventFixture;

namespace SensorWatch.Local.Tests.Events;

public sealed class PutEventsTests : IDisposable
{
    private readonly EventFixture _events = new(
        [Rule("orders", "shop", Target("orders"), Target("audit")), Rule("all", "shop", Target("audit")), Rule("off", "shop", Target("orders")) with { Enabled = false }],
        [Allow("orders", "orders"), Allow("audit", "orders"), Allow("audit", "all")],
        Queues.QueueFixture.Queue("orders"),
        Queues.QueueFixture.Queue("audit"));

    public void Dispose() => _events.Dispose();

    [Fact]
    public async Task An_event_reaches_the_targets_of_every_enabled_rule_that_matches()
    {
        await _events.PutAsync(Entry(), Entry(source: "elsewhere"));

        _events.Queues.Receive("orders").Count.ShouldBe(1);
        _events.Queues.Receive("audit").Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_target_gets_the_whole_event()
    {
        var answer = await _events.PutAsync(Entry(
            detail: """{ "price": 1.50, "who": "Søren & \"co\"", "nested": {"a": [1, 2]} }""",
            more: ""","Time":1767225600.9,"Resources":["arn:aws:x:::y"],"TraceHeader":"Root=1-2-3" """));

        var message = _events.Queues.Receive("orders").Single();
        var id = answer["Entries"]![0]!["EventId"]!.GetValue<string>();
        message.Body.ShouldBe(
            $$"""
            {"version":"0","id":"{{id}}","detail-type":"Ordered","source":"shop","account":"111122223333","time":"2026-01-01T00:00:00Z",
            "region":"eu-west-1","resources":["arn:aws:x:::y"],"detail":{"price":1.50,"who":"Søren & \"co\"","nested":{"a":[1,2]} } }
            """.ReplaceLineEndings("").Replace("} ", "}", StringComparison.Ordinal));
        message.TraceHeader.ShouldBe("Root=1-2-3");
        message.Attributes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "2026-03-01T12:00:00Z")]
    [InlineData(""","Time":1767225600""", "2026-01-01T00:00:00Z")]
    [InlineData(""","Time":"2026-01-01T01:00:00+01:00" """, "2026-01-01T00:00:00Z")]
    [InlineData(""","Time":"2026-01-01T00:00:00" """, "2026-01-01T00:00:00Z")]
    public async Task An_events_time_is_its_own_or_now_in_whole_seconds_UTC(string time, string expected)
    {
        await _events.PutAsync(Entry(more: time));

        Body("orders")["time"]!.GetValue<string>().ShouldBe(expected);
    }

    [Theory]
    [InlineData(""","Time":"yesterday" """)]
    [InlineData(""","Time":1e300""")]
    [InlineData(""","Time":true""")]
    public async Task A_time_that_is_none_fails_the_request(string time) =>
        (await _events.FailAsync("PutEvents", $$"""{"Entries":[{{Entry(more: time)}}]}""")).Code.ShouldBe("SerializationException");

    [Fact]
    public async Task Bad_entries_fail_alone_and_the_answers_keep_the_order_of_the_entries()
    {
        var answer = await _events.PutAsync(
            """{"DetailType":"x","Detail":"{}"}""",
            Entry(),
            """{"Source":"shop","Detail":"{}"}""",
            """{"Source":"shop","DetailType":"x"}""",
            Entry(detail: "[1]"),
            Entry(detail: "{"),
            Entry(source: "aws.s3"));

        answer["FailedEntryCount"]!.GetValue<int>().ShouldBe(6);
        answer["Entries"]!.AsArray().Select(e => e!["ErrorCode"]?.GetValue<string>()).ShouldBe(
            ["InvalidArgument", null, "InvalidArgument", "InvalidArgument", "MalformedDetail", "MalformedDetail", "NotAuthorizedForSource"]);
        answer["Entries"]![0]!["ErrorMessage"]!.GetValue<string>().ShouldBe("Parameter Source is not valid. Reason: Source is a required argument.");
        answer["Entries"]![4]!["ErrorMessage"]!.GetValue<string>().ShouldBe("Detail is malformed.");
        _events.Queues.Receive("orders").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public async Task A_request_has_one_to_ten_entries(int count)
    {
        var entries = string.Join(',', Enumerable.Repeat(Entry(), count));

        (await _events.FailAsync("PutEvents", $$"""{"Entries":[{{entries}}]}""")).Code.ShouldBe("ValidationException");
        _events.Queues.Receive("orders").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_entries_of_a_request_have_at_most_a_megabyte_together()
    {
        // 4 bytes of source, 7 of detail type, 14 of time, and the quotes and braces of the detail.
        var detail = (int bytes) => $$"""{"a":"{{new string('x', bytes - 4 - 7 - 14 - 8)}}"}""";

        (await _events.PutAsync(Entry(detail: detail(1_048_576), more: ""","Time":0"""))).ShouldNotBeNull();
        var error = await _events.FailAsync("PutEvents", $$"""{"Entries":[{{Entry(detail: detail(1_048_577), more: ""","Time":0""")}}]}""");

        error.Message.ShouldBe("Total size of the entries in the request is over the limit.");
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("arn:aws:events:eu-west-1:111122223333:event-bus/missing")]
    [InlineData("default")]
    public async Task An_event_for_another_or_an_unknown_bus_is_accepted_and_reaches_no_rule_of_this_one(string bus)
    {
        var answer = await _events.PutAsync(Entry().Replace("\"app\"", $"\"{bus}\"", StringComparison.Ordinal));

        answer["FailedEntryCount"]!.GetValue<int>().ShouldBe(0);
        answer["Entries"]![0]!["EventId"]!.GetValue<string>().ShouldNotBeEmpty();
        _events.Queues.Receive("orders").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bus_is_named_by_its_name_or_its_ARN()
    {
        await _events.PutAsync(Entry(), Entry().Replace("\"app\"", $"\"{BusArn("app")}\"", StringComparison.Ordinal));

        _events.Queues.Receive("orders").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Each_accepted_event_is_logged_with_the_rules_that_matched()
    {
        var answer = await _events.PutAsync(Entry(), Entry(source: "elsewhere"));

        var ids = answer["Entries"]!.AsArray().Select(e => e!["EventId"]!.GetValue<string>()).ToList();
        _events.Log.Lines.ShouldBe(
        [
            $"Event {ids[0]} Ordered from shop matched orders, all",
            $"Event {ids[1]} Ordered from elsewhere matched no rule",
        ]);
    }

    [Fact]
    public async Task A_waiting_consumer_is_woken_by_an_event()
    {
        var waiting = _events.Queues.Service.WaitForMessageAsync(Queues.QueueFixture.Arn("orders"), CancellationToken.None);
        waiting.IsCompleted.ShouldBeFalse();

        await _events.PutAsync(Entry());

        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_detail_may_be_deep()
    {
        var detail = $$"""{"a":{{new string('[', 62)}}{{new string(']', 62)}}}""";

        (await _events.PutAsync(Entry(detail: detail)))["FailedEntryCount"]!.GetValue<int>().ShouldBe(0);
        _events.Queues.Receive("orders").Count.ShouldBe(1);
    }

    private JsonNode Body(string queue) => JsonNode.Parse(_events.Queues.Receive(queue).Single().Body)!;
}

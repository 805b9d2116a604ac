using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Tests.Tracing;

public sealed class EventSearchTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly Tracer _trace;

    public EventSearchTests() => _trace = new(_time, FactStore.Open(null, _time));

    public void Dispose() => _trace.Dispose();

    [Fact]
    public void Words_are_found_anywhere_in_an_event_whatever_their_case()
    {
        Publish("a", "Opened", """{"sensor":"greenhouse-1","note":"100% \"wet\""}""");
        Publish("b", "Opened", """{"sensor":"greenhouse-2"}""");

        Find(new() { Text = "GREENHOUSE-1" }).ShouldBe(["a"]);
        Find(new() { Text = "greenhouse opened" }).ShouldBe(["b", "a"]);
        Find(new() { Text = "greenhouse-1 greenhouse-2" }).ShouldBeEmpty();
        Find(new() { Text = "0%" }).ShouldBe(["a"]);
        Find(new() { Text = "green_ouse" }).ShouldBeEmpty();
        Find(new() { Text = "\"wet\"" }).ShouldBe(["a"]);
    }

    [Fact]
    public void Events_are_found_by_type_source_bus_and_time_the_newest_first_and_page_by_page()
    {
        Publish("a", "Opened", "{}");
        _time.Advance(TimeSpan.FromMinutes(1));
        Publish("b", "Closed", "{}", source: "other");
        Publish("c", "Opened", "{}", bus: "orders");

        Find(new() { DetailType = "Opened" }).ShouldBe(["c", "a"]);
        Find(new() { Source = "other" }).ShouldBe(["b"]);
        Find(new() { Bus = "orders" }).ShouldBe(["c"]);
        Find(new() { From = Start.AddSeconds(1) }).ShouldBe(["c", "b"]);
        Find(new() { To = Start.AddSeconds(1) }).ShouldBe(["a"]);
        var first = Run(new() { Limit = 2 });
        first.Select(found => found.Id).ShouldBe(["c", "b"]);
        Find(new() { Limit = 2, Before = first[1].Sequence }).ShouldBe(["a"]);
        _trace.Store!.Read(EventQuery.DetailTypes).ShouldBe(["Closed", "Opened"]);
        _trace.Store.Read(EventQuery.Count).ShouldBe(3);
    }

    [Fact]
    public void A_failed_call_marks_the_events_of_its_messages()
    {
        Publish("a", "Opened", "{}");
        Publish("b", "Opened", "{}");
        Publish("c", "Opened", "{}");
        Record(FactKind.Sent, "message:1", "event:a");
        Record(FactKind.Sent, "message:2", "event:b");
        Record(FactKind.Sent, "message:3", "event:c");
        Record(FactKind.Invoked, "invocation:1", "message:1", "message:2");
        _trace.Record(new(FactKind.Answered, "invocation:1") { Data = new() { ["status"] = "error" } });
        _trace.Record(new(FactKind.Returned, "message:3") { Data = new() { ["throttled"] = true } });

        Find(new() { FailedOnly = true }).ShouldBe(["b", "a"]);
    }

    [Fact]
    public void Among_100_000_events_each_search_takes_less_than_a_second()
    {
        var small = string.Concat(Enumerable.Repeat("""{"time":"2026-01-01T00:00:00Z","value":21.5},""", 18)) + "{}";
        var large = string.Concat(Enumerable.Repeat(small + ",", 36)) + "{}";
        for (var number = 0; number < 100_000; number++)
        {
            Publish(
                $"0000-{number:D6}",
                number % 2 == 0 ? "Recorded" : "Changed",
                $$"""{"sensor":"greenhouse-{{number % 5_000}}","readings":[{{(number % 100 == 0 ? large : small)}}]}""");
        }

        Find(new() { Limit = 1 }).ShouldBe(["0000-099999"]);
        EventQuery[] searches =
        [
            new() { Text = "0000-000001" },
            new() { Text = "greenhouse-4999" },
            new() { Text = "nowhere to be found" },
            new() { Text = "greenhouse-17", DetailType = "Changed" },
            new() { DetailType = "Recorded" },
            new() { FailedOnly = true },
            new(),
        ];
        foreach (var search in searches)
        {
            var watch = Stopwatch.StartNew();
            _ = _trace.Store!.Read(connection => (search.Run(connection), EventQuery.Count(connection)));
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1), search.ToString());
        }
    }

    private void Publish(string id, string detailType, string detail, string source = "app", string bus = "bus") => _trace.Record(new(FactKind.Published, StepId.Event(id))
    {
        Node = bus,
        Event = new(bus, source, detailType, null),
        Data = new JsonObject { ["rules"] = new JsonArray() },
        Text = $$"""{"id":"{{id}}","detail-type":"{{detailType}}","source":"{{source}}","detail":{{detail}}}""",
    });

    private void Record(FactKind kind, string step, params string[] causes) => _trace.Record(new(kind, step) { Causes = causes });

    private IReadOnlyList<FoundEvent> Run(EventQuery query) => _trace.Store!.Read(query.Run);

    private IEnumerable<string> Find(EventQuery query) => Run(query).Select(found => found.Id);
}

using System.Text.Json.Nodes;
using SensorWatch.Operate;

namespace SensorWatch.EndToEnd.Tests;

/// <summary>What an operator does on a bad day, from the command line, against the running system.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class OperatorTests : IAsyncLifetime
{
    private RunningSystem _system = null!;

    public async Task InitializeAsync() => _system = await RunningSystem.StartAsync();

    public async Task DisposeAsync() => await _system.DisposeAsync();

    [Fact]
    public async Task The_story_of_a_reading_leads_to_the_notification_of_its_alert()
    {
        using var registered = await _system.SendAsync(
            HttpMethod.Put, "/sensors/greenhouse-1", _system.OperatorToken, """{"name":"Greenhouse","unit":"Cel","limits":{"highCritical":35,"hysteresis":1}}""");
        registered.EnsureSuccessStatusCode();
        using var response = await _system.PostReadingsAsync(
            """{"sensorId":"greenhouse-1","unit":"Cel","readings":[{"time":"2026-01-01T12:00:00Z","value":36.5}]}""");
        var eventId = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["eventIds"]![0]!.GetValue<string>();
        await _system.UntilAsync("the notification", () => Task.FromResult(_system.Log.Any(line => line.Contains("Notified operators"))));

        // Lines of functions are kept a moment after they are written.
        JsonNode story = null!;
        await _system.UntilAsync("its line", async () =>
        {
            (var code, story) = await OperateAsync("trace", eventId);
            return code == 0 && story["events"]!.AsArray().Any(part => Functions(part!).Contains("NotifyOperators"));
        });

        story["events"]!.AsArray().Select(part => (part!["detailType"]!.GetValue<string>(), part["depth"]!.GetValue<int>()))
            .ShouldBe([("ReadingsRecorded", 0), ("AlertOpened", 1)]);
        Functions(story["events"]![0]!).ShouldBe(["CheckLimits", "ReceiveReadings", "StoreReadings"]);
        Functions(story["events"]![1]!).ShouldBe(["NotifyOperators", "PublishChanges"]);
    }

    [Fact]
    public async Task A_poison_message_is_found_explained_and_redriven()
    {
        (await OperateAsync("status")).Code.ShouldBe(0);
        await _system.PutEventsAsync("sensorwatch-dev", "sensorwatch.readings", "ReadingsRecorded", """{"no":"such event"}""");
        await _system.UntilAsync("two dead letters", async () => (await OperateAsync("status")).Json["attention"]!.AsArray().Count == 2, step: TimeSpan.FromSeconds(30));

        (await OperateAsync("status")).Code.ShouldBe(3);
        var (code, letters) = await OperateAsync("dlq", "peek", "StoreReadingsQueue", "--limit", "1");
        code.ShouldBe(0);
        var letter = letters.AsArray().ShouldHaveSingleItem()!;
        letter["reason"]!["source"]!.GetValue<string>().ShouldBe("StoreReadingsQueue");
        letter["lastError"]!.GetValue<string>().ShouldContain("StoreReadings: Expected an event sensorwatch.readings/ReadingsRecorded v1");

        (await OperateAsync("dlq", "redrive", "StoreReadingsQueue")).Json["sent"]!.GetValue<int>().ShouldBe(1);
        (await OperateAsync("status")).Json["attention"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldStartWith("CheckLimitsQueueDeadLetters");
    }

    private static IEnumerable<string> Functions(JsonNode part) =>
        part["lines"]!.AsArray().Select(line => line!["function"]!.GetValue<string>()).Distinct().Order(StringComparer.Ordinal);

    private async Task<(int Code, JsonNode Json)> OperateAsync(params string[] words)
    {
        using var output = new StringWriter();
        var code = await OperatorCommands.RunAsync(
            [.. words, "--json", "--endpoint", _system.Host.Address.ToString()], new() { Output = output, Error = TextWriter.Null });
        return (code, JsonNode.Parse(output.ToString() is { Length: > 0 } text ? text : "null") ?? new JsonObject { ["events"] = new JsonArray() });
    }
}

using System.Net;
using System.Text.Json.Nodes;

namespace SensorWatch.EndToEnd.Tests;

/// <summary>What the console tells of a reading over the limit: each step from the request to the notification, without a word from the functions.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class CausationTests : IAsyncLifetime
{
    private const string Sensor = "greenhouse-1";

    private RunningSystem _system = null!;

    public async Task InitializeAsync() => _system = await RunningSystem.StartAsync();

    public async Task DisposeAsync() => await _system.DisposeAsync();

    [Fact]
    public async Task A_reading_over_the_limit_is_followed_from_its_request_to_the_notification()
    {
        using var registered = await _system.SendAsync(
            HttpMethod.Put, $"/sensors/{Sensor}", _system.OperatorToken, """{"name":"Greenhouse","unit":"Cel","limits":{"highCritical":35}}""");
        registered.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var posted = await _system.PostReadingsAsync(Readings.Body(Sensor, [(DateTimeOffset.UtcNow.AddMinutes(-1), 36.5)]));
        posted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var eventId = JsonNode.Parse(await posted.Content.ReadAsStringAsync())!["eventIds"]![0]!.GetValue<string>();
        await _system.UntilAsync("the end of the story", async () =>
        {
            List<JsonNode> steps = [.. All((await StoryAsync(eventId))["root"]!)];
            return steps.TrueForAll(IsOver) && steps.Exists(step => step["kind"]!.GetValue<string>() == "notification");
        });

        var story = await StoryAsync(eventId);

        Tree(story["root"]!, 0).ShouldBe(
        [
            "request POST /readings -> 202",
            "  invocation Authorize",
            "  invocation ReceiveReadings",
            "    event ReadingsRecorded",
            "      message Message in StoreReadings/Queue",
            "        invocation StoreReadings",
            "          record INSERT in Readings",
            "      message Message in CheckLimits/Queue",
            "        invocation CheckLimits",
            "          record INSERT in Alerts",
            "          record INSERT in Alerts",
            "          record INSERT in Alerts",
            "            invocation PublishChanges",
            "              event AlertOpened",
            "                message Message in NotifyOperators/Queue",
            "                  invocation NotifyOperators",
            "                    record INSERT in Alerts",
            "                    notification Critical: greenhouse-1",
            "                    record MODIFY in Alerts",
        ]);
        All(story["root"]!).Select(step => step["status"]!.GetValue<string>()).ShouldAllBe(status => status == "ok");
        (await AllEventsAreReachedAsync()).ShouldBe(["AlertOpened", "ReadingsRecorded", "SensorRegistered"]);
    }

    /// <summary>The story of each event begins outside, has the event in it, and no step twice.</summary>
    /// <returns>The events' detail-types.</returns>
    private async Task<IReadOnlyList<string>> AllEventsAreReachedAsync()
    {
        var events = (await GetAsync("events?bus=sensorwatch-dev"))["events"]!.AsArray();
        foreach (var found in events)
        {
            var stepId = found!["stepId"]!.GetValue<string>();
            var story = await StoryAsync(stepId);
            story["root"]!["kind"]!.GetValue<string>().ShouldBe("request", stepId);
            var ids = All(story["root"]!).Select(step => step["id"]!.GetValue<string>()).ToList();
            ids.ShouldContain(stepId);
            ids.ShouldBeUnique();
        }

        return [.. events.Select(found => found!["detailType"]!.GetValue<string>()).Order(StringComparer.Ordinal)];
    }

    private static bool IsOver(JsonNode step) => step["status"]!.GetValue<string>() is not ("running" or "waiting");

    private static IEnumerable<JsonNode> All(JsonNode step) => step["children"]!.AsArray().SelectMany(child => All(child!)).Prepend(step);

    /// <summary>Kind and title of each step, without what differs from run to run.</summary>
    private static IEnumerable<string> Tree(JsonNode step, int depth)
    {
        var parts = step["title"]!.GetValue<string>().Split(':');
        var title = parts[0] == "Critical" ? $"{parts[0]}:{parts[1]}" : parts[0];
        return step["children"]!.AsArray().SelectMany(child => Tree(child!, depth + 1)).Prepend($"{new string(' ', 2 * depth)}{step["kind"]} {title}");
    }

    private Task<JsonObject> StoryAsync(string step) => GetAsync($"story/{Uri.EscapeDataString(step)}");

    private async Task<JsonObject> GetAsync(string path) => JsonNode.Parse(await _system.Http.GetStringAsync($"/_console/api/{path}"))!.AsObject();
}

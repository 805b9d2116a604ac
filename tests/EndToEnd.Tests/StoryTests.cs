using System.Net;
using System.Text.Json.Nodes;

namespace SensorWatch.EndToEnd.Tests;

/// <summary>The whole story of an alert, through the public interfaces, and what the archive tells of it.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class StoryTests : IAsyncLifetime
{
    private const string Sensor = "greenhouse-1";
    private const string Story = "story-1";

    private RunningSystem _system = null!;

    public async Task InitializeAsync() => _system = await RunningSystem.StartAsync();

    public async Task DisposeAsync() => await _system.DisposeAsync();

    [Fact]
    public async Task An_alert_opens_is_notified_once_acknowledged_and_resolved_and_every_step_is_an_event()
    {
        await RegisterAsync("""{"name":"Greenhouse","unit":"Cel","limits":{"highCritical":35,"hysteresis":1}}""");
        await _system.UntilAsync("the sensor's event", () => Task.FromResult(EventsOf("SensorRegistered").Count == 1));

        await PostAsync(minutesAgo: 3, value: 36.5);
        await _system.UntilAsync("an open alert", async () => (await AlertsAsync("open")).Count == 1);
        var alertId = (await AlertsAsync("open"))[0]!["alertId"]!.GetValue<string>();
        await _system.UntilAsync("the notification", async () => (await NotificationsAsync()).Count > 0);

        using var acknowledged = await _system.SendAsync(
            HttpMethod.Post, $"/alerts/{alertId}/acknowledge", _system.OperatorToken, """{"note":"on it"}""", Story);
        acknowledged.StatusCode.ShouldBe(HttpStatusCode.OK, await acknowledged.Content.ReadAsStringAsync());
        await PostAsync(minutesAgo: 2, value: 25);
        await _system.UntilAsync("the resolved alert", async () => (await AlertsAsync("resolved")).Count == 1);
        await _system.UntilAsync("its event", () => Task.FromResult(EventsOf("AlertResolved").Count == 1));

        (await NotificationsAsync()).ShouldHaveSingleItem()!["subject"]!.GetValue<string>().ShouldContain("36.5 Cel is above the critical limit of 35 Cel");
        var events = _system.Host.ArchivedEvents().Select(text => JsonNode.Parse(text)!).ToList();
        events.Select(e => e["detail-type"]!.GetValue<string>()).ShouldBe(
            ["SensorRegistered", "ReadingsRecorded", "AlertOpened", "AlertAcknowledged", "ReadingsRecorded", "AlertResolved"], ignoreOrder: true);
        events.Select(e => e["detail"]!["metadata"]!["correlationId"]!.GetValue<string>()).ShouldAllBe(id => id == Story);
        Cause("AlertOpened").ShouldBe(IdOf(EventsOf("ReadingsRecorded")[0]));
        Cause("AlertResolved").ShouldBe(IdOf(EventsOf("ReadingsRecorded")[1]));
    }

    [Fact]
    public async Task A_sensor_that_falls_silent_opens_an_alert_and_its_next_reading_resolves_it()
    {
        await RegisterAsync("""{"name":"Greenhouse","unit":"Cel","limits":{},"expectedEverySeconds":10}""");
        await PostAsync(minutesAgo: 1, value: 20);
        await _system.UntilAsync("the stored reading", async () => (await _system.AllReadingsAsync(Sensor)).Count == 1);

        // The schedule lives by the test's clock, the handlers by the machine's: twice 10 s must really pass.
        await _system.UntilAsync("the alert", async () => (await AlertsAsync("open")).Count == 1, step: TimeSpan.FromSeconds(20));
        (await AlertsAsync("open"))[0]!["kind"]!.GetValue<string>().ShouldBe("silence");

        await PostAsync(minutesAgo: 0, value: 21);
        await _system.UntilAsync("its end", async () => (await AlertsAsync("resolved")).Count == 1);
    }

    [Fact]
    public async Task An_alarm_of_the_system_opens_an_alert_and_its_OK_resolves_it()
    {
        await PutAlarmAsync("ALARM", secondsAgo: 60);
        await _system.UntilAsync("the alert", async () => (await AlertsAsync("open")).Count == 1);
        var alert = (await AlertsAsync("open"))[0]!;
        alert["kind"]!.GetValue<string>().ShouldBe("system");
        alert["subject"]!.GetValue<string>().ShouldBe("sensorwatch-dev-system-test");

        await PutAlarmAsync("OK", secondsAgo: 30);
        await _system.UntilAsync("its end", async () => (await AlertsAsync("resolved")).Count == 1);
    }

    private static string IdOf(JsonNode @event) => @event["detail"]!["metadata"]!["eventId"]!.GetValue<string>();

    private List<JsonNode> EventsOf(string detailType) =>
        [.. _system.Host.ArchivedEvents().Select(text => JsonNode.Parse(text)!).Where(e => e["detail-type"]!.GetValue<string>() == detailType)];

    private string? Cause(string detailType) => EventsOf(detailType).Single()["detail"]!["metadata"]!["causationId"]?.GetValue<string>();

    private async Task RegisterAsync(string sensor)
    {
        using var response = await _system.SendAsync(HttpMethod.Put, $"/sensors/{Sensor}", _system.OperatorToken, sensor, Story);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
    }

    private async Task PostAsync(int minutesAgo, double value)
    {
        var body = Readings.Body(Sensor, [(DateTimeOffset.UtcNow.AddMinutes(-minutesAgo), value)]);
        using var response = await _system.PostReadingsAsync(body, Story);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
    }

    private async Task<JsonArray> AlertsAsync(string status) => (await _system.GetAsync($"/alerts?status={status}"))["alerts"]!.AsArray();

    private async Task<JsonArray> NotificationsAsync()
    {
        var topic = _system.Host.Deployment.Topics.Single(topic => topic.Resource.Path.Contains("/Operators/"));
        return JsonNode.Parse(await _system.Http.GetStringAsync($"/_local/sns/{topic.Name}"))!.AsArray();
    }

    private async Task PutAlarmAsync(string state, int secondsAgo)
    {
        var detail = new JsonObject
        {
            ["alarmName"] = "sensorwatch-dev-system-test",
            ["state"] = new JsonObject
            {
                ["value"] = state,
                ["reason"] = "the test says so",
                ["timestamp"] = $"{DateTime.UtcNow.AddSeconds(-secondsAgo):yyyy-MM-ddTHH:mm:ss.fff}+0000",
            },
        };
        await _system.PutEventsAsync("default", "aws.cloudwatch", "CloudWatch Alarm State Change", detail.ToJsonString());
    }
}

using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Handlers.Queries;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Sensors;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Tests.Handlers;

public sealed class QueryTests
{
    private readonly AlertScene _scene = new();

    [Fact]
    public async Task A_sensor_is_answered_as_it_is_stored()
    {
        var sensor = await _scene.RegisterAsync(expectedEvery: 60);

        var response = await GetAsync(SensorQuery.Route, "s-1");

        response.StatusCode.ShouldBe(200);
        JsonSerializer.Deserialize(response.Body, HttpJson.Default.SensorView).ShouldBe(SensorView.Of(sensor));
        response.Body.ShouldContain("\"limits\":{\"lowCritical\":-10,\"lowWarning\":0,\"highWarning\":30,\"highCritical\":35,\"hysteresis\":1}", Case.Sensitive);
    }

    [Theory]
    [InlineData(SensorQuery.Route, "s-1")]
    [InlineData(SensorQuery.Route, "no such id")]
    [InlineData(AlertQuery.Route, "s-1~HighWarning~20260101T230000Z")]
    public async Task What_is_not_there_is_not_found(string route, string id)
    {
        var response = await GetAsync(route, id);

        response.StatusCode.ShouldBe(404);
        response.Headers["content-type"].ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Following_next_gives_every_sensor_once()
    {
        foreach (var i in Enumerable.Range(0, 10))
        {
            await _scene.RegisterAsync($"s-{i}");
        }

        var found = new List<string>();
        for (var query = "limit=3"; query is not null;)
        {
            var page = JsonSerializer.Deserialize((await GetAsync(SensorQuery.ListRoute, query: query)).Body, HttpJson.Default.SensorsPage)!;
            page.Sensors.Count.ShouldBeLessThanOrEqualTo(3);
            found.AddRange(page.Sensors.Select(sensor => sensor.SensorId));
            query = page.Next?["/sensors?".Length..];
        }

        found.ShouldBe(Enumerable.Range(0, 10).Select(i => $"s-{i}"), ignoreOrder: true);
    }

    [Fact]
    public async Task An_alert_is_answered_as_it_is_stored()
    {
        await _scene.RegisterAsync();
        await _scene.CheckAsync(_scene.Readings("e-1", 0, 32));
        var alert = _scene.Stored.Single();

        var response = await GetAsync(AlertQuery.Route, alert.Alert.AlertId);

        JsonSerializer.Deserialize(response.Body, HttpJson.Default.AlertView).ShouldBe(AlertView.Of(alert));
        response.Body.ShouldContain("\"kind\":\"limit\",\"severity\":\"warning\"", Case.Sensitive);
        response.Body.ShouldContain("\"limit\":\"highWarning\"", Case.Sensitive);
        response.Body.ShouldContain("\"status\":\"open\"", Case.Sensitive);
    }

    [Theory]
    [InlineData("", "s-1 open 9", "s-2 open 8")]
    [InlineData("status=open", "s-1 open 9", "s-2 open 8")]
    [InlineData("status=resolved", "s-2 resolved 6", "s-1 resolved 5", "s-1 resolved 3", "s-1 resolved 1")]
    [InlineData("status=acknowledged")]
    [InlineData("subject=s-1", "s-1 open 9", "s-1 resolved 5", "s-1 resolved 3", "s-1 resolved 1")]
    [InlineData("subject=s-1&status=open", "s-1 open 9")]
    [InlineData("subject=s-1&from=2026-01-01T23:03:00Z&to=2026-01-01T23:09:00Z", "s-1 resolved 5", "s-1 resolved 3")]
    [InlineData("status=resolved&from=2026-01-01T23:05:00Z", "s-2 resolved 6", "s-1 resolved 5")]
    [InlineData("subject=nobody")]
    public async Task Alerts_are_found_by_subject_status_and_time_the_newest_first_whatever_the_page(string query, params string[] expected)
    {
        await OpenAlertsAsync();

        foreach (var limit in new[] { 1, 2, 3, 100 })
        {
            var found = new List<string>();
            for (var next = $"{query}&limit={limit}".TrimStart('&'); next is not null;)
            {
                var response = await GetAsync(AlertQuery.ListRoute, query: next);
                response.StatusCode.ShouldBe(200, response.Body);
                var page = JsonSerializer.Deserialize(response.Body, HttpJson.Default.AlertsPage)!;
                page.Alerts.Count.ShouldBeLessThanOrEqualTo(limit);
                found.AddRange(page.Alerts.Select(a => $"{a.Subject} {EnumText.ToText(a.Status)} {(a.OpenedAt - AlertScene.At(0)).TotalMinutes}"));
                next = page.Next?["/alerts?".Length..];
            }

            found.ShouldBe(expected, ignoreOrder: false, $"limit {limit}");
        }
    }

    [Theory]
    [InlineData("status=closed", "?status")]
    [InlineData("status=0", "?status")]
    [InlineData("status=Open", "?status")]
    [InlineData("from=yesterday", "?from")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z", "?from")]
    [InlineData("to=0001-01-01T00:00:00Z", "?from")]
    [InlineData("limit=1001", "?limit")]
    [InlineData("cursor=%2B%2B", "?cursor")]
    [InlineData("cursor=bm90IGEgY3Vyc29y", "?cursor")]
    public async Task A_wrong_parameter_is_named(string query, string pointer)
    {
        var response = await GetAsync(AlertQuery.ListRoute, query: query);

        response.StatusCode.ShouldBe(400);
        JsonSerializer.Deserialize(response.Body, HttpJson.Default.Problem)!.Errors!.Single().Pointer.ShouldBe(pointer);
    }

    [Fact]
    public async Task A_cursor_from_outside_the_interval_is_refused()
    {
        await OpenAlertsAsync();
        var response = await GetAsync(AlertQuery.ListRoute, query: "subject=s-1&limit=1");
        var page = JsonSerializer.Deserialize(response.Body, HttpJson.Default.AlertsPage)!;

        response.Body.ShouldContain("&cursor=", Case.Sensitive);

        page.Next!.ShouldStartWith("/alerts?subject=s-1&limit=1&cursor=");
        (await GetAsync(AlertQuery.ListRoute, query: $"{page.Next["/alerts?".Length..]}&to=2026-01-01T23:09:00Z")).StatusCode.ShouldBe(400);
    }

    [Fact]
    public async Task Every_route_is_answered_and_no_other()
    {
        foreach (var route in Query.Routes)
        {
            (await GetAsync(route, "s-1")).StatusCode.ShouldBeLessThan(500);
        }

        (await Should.ThrowAsync<InvalidOperationException>(() => GetAsync("GET /other"))).Message.ShouldContain("GET /other");
    }

    private async Task OpenAlertsAsync()
    {
        await _scene.RegisterAsync("s-1");
        await _scene.RegisterAsync("s-2");
        await _scene.CheckAsync(
            _scene.ReadingsOf("s-1", "e-1", 0, 20, 32, 20, 32, 20, 32, 20, 20, 20, 32),
            _scene.ReadingsOf("s-2", "e-2", 6, 32, 20, 32));
    }

    private Task<HttpResponse> GetAsync(string route, string? id = null, string? query = null)
    {
        var readings = new ReadingStore(new Storage.FakeReadingsTable().Client, "readings", new FakeTimeProvider());
        return new Query(
            new ReadingQuery(readings, _scene.Time),
            new SensorQuery(_scene.Sensors),
            new AlertQuery(_scene.Alerts, _scene.Index)).HandleAsync(AlertScene.Request(route, id, query: query), _scene.Context, CancellationToken.None);
    }
}

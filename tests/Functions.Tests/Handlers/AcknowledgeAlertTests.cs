using System.Text.Json;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Http;

namespace SensorWatch.Functions.Tests.Handlers;

public sealed class AcknowledgeAlertTests
{
    private readonly AlertScene _scene = new();

    [Fact]
    public async Task An_open_alert_is_acknowledged_by_the_caller()
    {
        var alertId = await OpenAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(4));
        var now = _scene.Time.GetUtcNow();

        var response = await PostAsync(alertId, """{"note":"on my way"}""");

        response.StatusCode.ShouldBe(200);
        var view = JsonSerializer.Deserialize(response.Body, HttpJson.Default.AlertView)!;
        view.ShouldBe(AlertView.Of(_scene.Stored.Single()));
        (view.Status, view.AcknowledgedBy, view.AcknowledgedAt, view.Note, view.Version).ShouldBe((AlertStatus.Acknowledged, "ada", now, "on my way", 2));
    }

    [Fact]
    public async Task It_belongs_to_the_alerts_story_unless_the_caller_names_another()
    {
        var alertId = await OpenAsync();

        await PostAsync(alertId, body: null);

        _scene.Stored.Single().Origin.ShouldBe(new("c-e-1", CausationId: null, Hops: 0));
    }

    [Fact]
    public async Task The_caller_may_name_the_story()
    {
        var alertId = await OpenAsync();

        await PostAsync(alertId, body: null, correlationId: "story-7");

        _scene.Stored.Single().Origin.CorrelationId.ShouldBe("story-7");
    }

    [Fact]
    public async Task Acknowledging_again_changes_nothing()
    {
        var alertId = await OpenAsync();
        var first = await PostAsync(alertId, """{"note":"first"}""");
        var writes = _scene.Db.Writes;
        _scene.Time.Advance(TimeSpan.FromMinutes(1));

        var second = await PostAsync(alertId, """{"note":"second"}""");

        second.StatusCode.ShouldBe(200);
        second.Body.ShouldBe(first.Body);
        _scene.Db.Writes.ShouldBe(writes);
    }

    [Fact]
    public async Task A_resolved_alert_cannot_be_acknowledged()
    {
        var alertId = await OpenAsync();
        await _scene.CheckAsync(_scene.Readings("e-2", 1, 20));

        var response = await PostAsync(alertId);

        response.StatusCode.ShouldBe(409);
        response.Body.ShouldContain("back inside");
    }

    [Fact]
    public async Task An_alert_that_is_resolved_at_that_moment_stays_resolved()
    {
        var alertId = await OpenAsync();
        var writes = _scene.Db.Writes;
        _scene.Db.BeforeWrite = write =>
        {
            if (write == writes + 1)
            {
                _scene.CheckAsync(_scene.Readings("e-2", 1, 20)).IsCompletedSuccessfully.ShouldBeTrue();
            }
        };

        (await PostAsync(alertId)).StatusCode.ShouldBe(409);

        _scene.Summary.ShouldBe(["HighWarning resolved"]);
        _scene.Stored.Single().Acknowledgement.ShouldBeNull();
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("")]
    public async Task An_unknown_alert_is_not_found(string alertId) => (await PostAsync(alertId)).StatusCode.ShouldBe(404);

    [Fact]
    public async Task An_id_longer_than_any_is_not_found() => (await PostAsync(new string('x', 5000))).StatusCode.ShouldBe(404);

    [Theory]
    [InlineData("""{"note":7}""")]
    [InlineData("""{"note":""}""")]
    [InlineData("""{"remark":"x"}""")]
    [InlineData("[]")]
    [InlineData("note")]
    public async Task A_wrong_body_is_refused(string body)
    {
        var alertId = await OpenAsync();

        (await PostAsync(alertId, body)).StatusCode.ShouldBe(400);

        _scene.Summary.ShouldBe(["HighWarning open"]);
    }

    [Fact]
    public async Task Without_an_authorizer_the_route_fails()
    {
        var request = AlertScene.Request(AcknowledgeAlert.Route, await OpenAsync()) with { RequestContext = new("http-1", AcknowledgeAlert.Route) };

        (await Should.ThrowAsync<InvalidOperationException>(new AcknowledgeAlert(_scene.Alerts, _scene.Time).HandleAsync(request, _scene.Context, CancellationToken.None)))
            .Message.ShouldContain("authorizer");
    }

    private async Task<string> OpenAsync()
    {
        await _scene.RegisterAsync();
        (await _scene.CheckAsync(_scene.Readings("e-1", 0, 32))).ShouldBeEmpty();
        return _scene.Stored.Single().Alert.AlertId;
    }

    private Task<HttpResponse> PostAsync(string alertId, string? body = "", string? correlationId = null) => new AcknowledgeAlert(_scene.Alerts, _scene.Time).HandleAsync(
        AlertScene.Request(AcknowledgeAlert.Route, alertId, body, correlationId: correlationId), _scene.Context, CancellationToken.None);
}

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Store;
using SensorWatch.Local.Timing;

namespace SensorWatch.Local.Tests.Timing;

public sealed class TimeControlTests : IAsyncLifetime, IDisposable
{
    private readonly Database _database = Database.Open(null);
    private readonly HttpClient _client = new();
    private readonly LocalClock _clock;
    private HttpServer _server = null!;
    private TimeControl _control = null!;

    public TimeControlTests() => _clock = ClockStore.Open(_database, new FakeTimeProvider(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)), null);

    public async Task InitializeAsync()
    {
        _server = await HttpServer.StartAsync(0, NullLogger.Instance, CancellationToken.None);
        _control = new(_clock, _database, () => true, () => false);
        _server.Serve(_control.HandleAsync);
        _client.BaseAddress = _server.Address;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _control.Dispose();
        _database.Dispose();
    }

    [Theory]
    [InlineData("""{"advance":"PT24H"}""", "2026-03-02T12:00:00.000Z", "P1D")]
    [InlineData("""{"advance":90}""", "2026-03-01T12:01:30.000Z", "PT1M30S")]
    public async Task It_answers_when_the_clock_is_there(string body, string now, string offset)
    {
        var (status, answer) = await PostAsync(body);

        status.ShouldBe(HttpStatusCode.OK);
        (answer["now"]!.ToString(), answer["offset"]!.ToString()).ShouldBe((now, offset));
        JsonNode.Parse(await _client.GetStringAsync("/_local/time"))!["now"]!.ToString().ShouldBe(now);
    }

    [Theory]
    [InlineData("""{"advance":"tomorrow"}""")]
    [InlineData("""{"advance":-1}""")]
    [InlineData("""{"advance":0}""")]
    [InlineData("""{"advance":1e300}""")]
    [InlineData("""{"advance":"P9999D"}""")]
    [InlineData("""{"advance":true}""")]
    [InlineData("""{"advance":1,"to":2}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task What_is_no_way_forward_is_refused(string body)
    {
        var (status, answer) = await PostAsync(body);

        status.ShouldBe(HttpStatusCode.BadRequest);
        answer["message"]!.ToString().ShouldContain("expected");
        _clock.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    public async Task What_a_web_page_may_send_without_asking_is_refused(string contentType, HttpStatusCode expected)
    {
        using var content = new StringContent("""{"advance":1}""", Encoding.UTF8);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType);

        using var response = await _client.PostAsync(new Uri("/_local/time", UriKind.Relative), content);

        response.StatusCode.ShouldBe(expected);
        (_clock.Offset > TimeSpan.Zero).ShouldBe(expected == HttpStatusCode.OK);
    }

    private async Task<(HttpStatusCode Status, JsonObject Answer)> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync(new Uri("/_local/time", UriKind.Relative), content);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }
}

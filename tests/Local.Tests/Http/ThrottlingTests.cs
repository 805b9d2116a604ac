using System.Net;
using SensorWatch.Local.Http;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Http;

public class ThrottlingTests
{
    private readonly HttpApiFixture _api = new();

    [Fact]
    public async Task More_requests_than_the_stage_allows_are_a_429_until_tokens_come_back()
    {
        _api.Stage = _api.Stage with { DefaultThrottling = new(RateLimit: 0.5, BurstLimit: 2) };

        await ShouldBeAsync("GET /open", HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests);
        _api.Time.Advance(TimeSpan.FromSeconds(2));
        await ShouldBeAsync("GET /open", HttpStatusCode.OK, HttpStatusCode.TooManyRequests);

        (await _api.SendAsync("GET /open")).Body.ShouldBe(HttpApiFixture.Message("Too Many Requests"));
        _api.Events.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Each_route_has_its_own_tokens()
    {
        _api.Stage = _api.Stage with { DefaultThrottling = new(RateLimit: 1, BurstLimit: 1) };

        await ShouldBeAsync("GET /open", HttpStatusCode.OK, HttpStatusCode.TooManyRequests);
        await ShouldBeAsync("GET /things/1", HttpStatusCode.OK, HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_routes_settings_go_before_the_stages()
    {
        _api.Stage = _api.Stage with
        {
            DefaultThrottling = new(RateLimit: 1, BurstLimit: 1),
            RouteThrottling = new Dictionary<string, HttpApiThrottling> { ["GET /open"] = new(RateLimit: null, BurstLimit: 2) },
        };

        await ShouldBeAsync("GET /open", HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_throttled_request_is_not_authorized()
    {
        _api.Stage = _api.Stage with { DefaultThrottling = new(RateLimit: 0, BurstLimit: 0) };

        (await _api.SendAsync("GET /things/1", "token")).Status.ShouldBe(HttpStatusCode.TooManyRequests);

        _api.AuthorizerEvents.ShouldBeEmpty();
    }

    [Fact]
    public void Settings_of_a_route_that_is_not_there_are_refused()
    {
        _api.Stage = _api.Stage with { RouteThrottling = new Dictionary<string, HttpApiThrottling> { ["GET /gone"] = new(1, 1) } };

        HttpApi.Refusals(_api.Definition).ShouldHaveSingleItem().Reason.ShouldContain("'GET /gone'");
    }

    private async Task ShouldBeAsync(string route, params HttpStatusCode[] expected)
    {
        foreach (var status in expected)
        {
            (await _api.SendAsync(route, "token")).Status.ShouldBe(status);
        }
    }
}

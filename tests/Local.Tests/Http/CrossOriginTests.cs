using SensorWatch.Local.Http;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Http;

public sealed class CrossOriginTests
{
    private const string Origin = "https://app.example";

    private readonly HttpApiFixture _api = new()
    {
        Cors = new()
        {
            AllowOrigins = [Origin],
            AllowMethods = ["GET", "POST"],
            AllowHeaders = ["authorization"],
            ExposeHeaders = ["x-total"],
            AllowCredentials = true,
            MaxAgeSeconds = 300,
        },
    };

    [Fact]
    public async Task A_preflight_of_a_guarded_route_is_answered_without_its_authorizer_and_function()
    {
        var reply = await PreflightAsync("/things/1", Origin);

        reply.StatusCode.ShouldBe(204);
        reply.Headers.ShouldBe(
        [
            new("access-control-allow-origin", Origin),
            new("access-control-allow-credentials", "true"),
            new("access-control-expose-headers", "x-total"),
            new("access-control-allow-methods", "GET,POST"),
            new("access-control-allow-headers", "authorization"),
            new("access-control-max-age", "300"),
        ]);
        _api.AuthorizerEvents.ShouldBeEmpty();
        _api.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_preflight_without_an_allowed_origin_or_a_method_has_no_headers()
    {
        (await PreflightAsync("/things/1", "https://other.example")).Headers.ShouldBeEmpty();
        (await _api.SendAsync("OPTIONS /things/1", "", [new("Origin", Origin)])).Headers.ShouldBeEmpty();
        (await _api.SendAsync("OPTIONS /things/1", "", [])).StatusCode.ShouldBe(204);
    }

    [Fact]
    public async Task A_route_that_takes_OPTIONS_goes_before_the_APIs_own_answer()
    {
        var catchAll = new HttpApiRouteResource(HttpApiFixture.Resource("All"), "api", "ANY /open", "Integration", null);
        _api.Definition = _api.Definition with { Routes = [.. _api.Definition.Routes, catchAll] };

        (await PreflightAsync("/open", Origin)).StatusCode.ShouldBe(200);

        _api.Events.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_answer_has_the_APIs_headers_instead_of_the_functions()
    {
        _api.Response = """{"statusCode":200,"headers":{"Access-Control-Allow-Origin":"*","x-total":"1"},"body":"ok"}""";

        var reply = await _api.SendAsync("GET /open", "", [new("origin", Origin)]);

        reply.Headers.Where(header => header.Key.StartsWith("access-control-", StringComparison.OrdinalIgnoreCase)).ShouldBe(
        [
            new("access-control-allow-origin", Origin),
            new("access-control-allow-credentials", "true"),
            new("access-control-expose-headers", "x-total"),
        ]);
        reply.Headers.ShouldContain(new KeyValuePair<string, string>("x-total", "1"));
        (await _api.SendAsync("GET /open", "", [])).Headers.ShouldNotContain(header => header.Key.StartsWith("Access", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("*", "http://anyone.example", "*")]
    [InlineData("https://*", "https://anyone.example", "https://anyone.example")]
    [InlineData("https://*", "http://anyone.example", null)]
    [InlineData("https://app.example", "https://app.example.evil", null)]
    public async Task Origins_are_allowed_by_name_by_scheme_or_all(string allowed, string origin, string? expected)
    {
        _api.Cors = new() { AllowOrigins = [allowed] };

        var reply = await _api.SendAsync("GET /open", "", [new("origin", origin)]);

        reply.Headers.FirstOrDefault(header => header.Key == "access-control-allow-origin").Value.ShouldBe(expected);
    }

    [Fact]
    public async Task Without_CORS_an_OPTIONS_request_without_a_route_is_not_found()
    {
        _api.Cors = null;

        (await PreflightAsync("/things/1", Origin)).StatusCode.ShouldBe(404);
    }

    [Fact]
    public void What_API_Gateway_would_refuse_is_refused()
    {
        _api.Cors = new() { AllowOrigins = ["*"], AllowCredentials = true, MaxAgeSeconds = 86_401 };

        HttpApi.Refusals(_api.Definition).Select(refusal => refusal.Reason).ShouldBe(
        [
            "CorsConfiguration allows credentials to the origin *: name the origins, or leave AllowCredentials away.",
            "MaxAge of CorsConfiguration is 86401; it is -1 to 86400 seconds.",
        ]);
    }

    private Task<HttpApiReply> PreflightAsync(string path, string origin) => _api.SendAsync(
        $"OPTIONS {path}", "", [new("Origin", origin), new("Access-Control-Request-Method", "GET")]);
}

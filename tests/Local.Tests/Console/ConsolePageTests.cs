using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SensorWatch.Local.Console;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Tests.Console;

public sealed class ConsolePageTests : IAsyncLifetime, IDisposable
{
    private readonly ConsoleToken _token = new();
    private readonly HttpClient _client = new();
    private HttpServer _server = null!;

    public async Task InitializeAsync()
    {
        var page = new ConsolePage(_token, new Dictionary<string, byte[]>
        {
            ["index.html"] = Encoding.UTF8.GetBytes($"<html>{ConsolePage.TokenPlace}</html>"),
            ["app.js"] = "export {}"u8.ToArray(),
            ["vendor/x.css"] = "a {}"u8.ToArray(),
        });
        _server = await HttpServer.StartAsync(0, NullLogger.Instance, CancellationToken.None);
        _server.Serve(context => page.HandleAsync(context, context.Request.Path.Value!.TrimStart('/')));
        _client.BaseAddress = _server.Address;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task The_page_has_the_token_and_may_load_only_what_is_here()
    {
        using var response = await _client.GetAsync("/");

        (await response.Content.ReadAsStringAsync()).ShouldBe($"""<html><meta name="console-token" content="{_token.Value}"></html>""");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        var policy = response.Headers.GetValues("content-security-policy").Single();
        policy.ShouldContain("default-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        response.Headers.GetValues("x-content-type-options").ShouldBe(["nosniff"]);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Theory]
    [InlineData("/app.js", "text/javascript")]
    [InlineData("/vendor/x.css", "text/css")]
    public async Task Files_have_their_types(string path, string type)
    {
        using var response = await _client.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
    }

    [Theory]
    [InlineData("GET", "/nothing.js", HttpStatusCode.NotFound)]
    [InlineData("GET", "/..%2fapp.js", HttpStatusCode.NotFound)]
    [InlineData("POST", "/", HttpStatusCode.MethodNotAllowed)]
    public async Task Nothing_else_is_served(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new(method), path);

        using var response = await _client.SendAsync(request);

        response.StatusCode.ShouldBe(expected);
        (await response.Content.ReadAsStringAsync()).ShouldNotContain(_token.Value);
    }

    [Fact]
    public void The_packed_files_are_found_by_their_paths() => ConsoleFiles.Read().Keys.ShouldContain("vendor/preact.js");
}

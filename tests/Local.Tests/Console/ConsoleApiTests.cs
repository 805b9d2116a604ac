using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using SensorWatch.Local.Console;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Tests.Console;

public sealed class ConsoleApiTests : IAsyncLifetime, IDisposable
{
    private readonly ConsoleToken _token = new();
    private readonly HttpClient _client = new();
    private HttpServer _server = null!;
    private int _changes;

    public async Task InitializeAsync()
    {
        var api = new ConsoleApi(
            _token,
            [
                ConsoleRoute.Get("things/{name}", call => new Thing(call.Parameter("name"), call.Limit(50, 100))),
                ConsoleRoute.Get("broken", _ => throw new InvalidOperationException("it broke")),
                ConsoleRoute.Post<Change>("things", (_, change) =>
                {
                    _changes += change.By;
                    return Task.FromResult<object>(change);
                }),
            ],
            NullLogger.Instance);
        _server = await HttpServer.StartAsync(0, NullLogger.Instance, CancellationToken.None);
        _server.Serve(api.HandleAsync);
        _client.BaseAddress = _server.Address;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("application/json", true, HttpStatusCode.OK)]
    [InlineData("application/json", false, HttpStatusCode.Forbidden)]
    [InlineData("text/plain", true, HttpStatusCode.UnsupportedMediaType)]
    public async Task Only_the_page_can_change_something(string contentType, bool token, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_console/api/things") { Content = new StringContent("""{"by":1}""", Encoding.UTF8) };
        request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType);
        request.Headers.Add(ConsoleToken.Header, token ? _token.Value : new string('0', _token.Value.Length));
        using var response = await _client.SendAsync(request);

        response.StatusCode.ShouldBe(expected);
        _changes.ShouldBe(expected == HttpStatusCode.OK ? 1 : 0);
    }

    [Theory]
    [InlineData("/_console/api/things", HttpStatusCode.MethodNotAllowed, "POST")]
    [InlineData("/_console/api/thing", HttpStatusCode.NotFound, "things/{name}")]
    [InlineData("/_console/api/things/a?limit=none", HttpStatusCode.BadRequest, "whole number")]
    [InlineData("/_console/api/broken", HttpStatusCode.InternalServerError, "it broke")]
    public async Task An_error_tells_what_was_expected(string path, HttpStatusCode expected, string words)
    {
        using var response = await _client.GetAsync(path);

        response.StatusCode.ShouldBe(expected);
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!.ToString().ShouldContain(words);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Theory]
    [InlineData("a%2Fb%20c", "a/b c")]
    [InlineData("a%2525", "a%25")]
    public async Task A_name_in_the_path_is_decoded_once(string sent, string name) =>
        (await _client.GetStringAsync(new Uri($"/_console/api/things/{sent}", UriKind.Relative))).ShouldBe($$"""{"name":"{{name}}","limit":50}""");

    [Theory]
    [InlineData("""{"by":"one"}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task A_body_that_is_another_is_refused(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_console/api/things") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(ConsoleToken.Header, _token.Value);

        using var response = await _client.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(StatusCodes.Status400BadRequest);
        _changes.ShouldBe(0);
    }

    private sealed record Thing(string Name, int Limit);

    private sealed record Change
    {
        public required int By { get; init; }
    }
}

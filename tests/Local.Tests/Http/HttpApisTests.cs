using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Http;
using SensorWatch.Local.Tests.Functions;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Http;

/// <summary>HTTP APIs over HTTP, with functions that the test plays itself.</summary>
public sealed class HttpApisTests : IAsyncLifetime, IDisposable
{
    private const string FunctionArn = "arn:aws:lambda:eu-north-1:123456789012:function:Sample";

    private readonly FakeTimeProvider _time = new();
    private readonly List<JsonNode> _events = [];
    private HttpServer _server = null!;
    private HttpClient _client = null!;
    private InvokeFunction _function = (_, _, _) => Answer("""{"statusCode":200,"body":"ok"}""");

    public async Task InitializeAsync()
    {
        _server = await HttpServer.StartAsync(0, NullLogger.Instance, CancellationToken.None);
        _client = new() { BaseAddress = _server.Address };
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task An_only_api_is_at_the_root_by_host_and_by_path()
    {
        Serve(Api("one"));

        (await _client.GetStringAsync("/things/1?a=b%20c")).ShouldBe("ok");
        (await _client.GetStringAsync("/_api/one/things/1")).ShouldBe("ok");
        (await GetAsync("/things/1", host: "one.execute-api.localhost")).StatusCode.ShouldBe(HttpStatusCode.OK);

        _events.ShouldAllBe(@event => @event["rawPath"]!.GetValue<string>() == "/things/1");
        _events.ShouldAllBe(@event => @event["pathParameters"]!["id"]!.GetValue<string>() == "1");
        _events[0]["rawQueryString"]!.GetValue<string>().ShouldBe("a=b%20c");
        _events[0]["requestContext"]!["accountId"]!.GetValue<string>().ShouldBe("123456789012");
    }

    [Fact]
    public async Task Several_apis_are_each_at_their_own_path()
    {
        Serve(Api("one"), Api("two"));

        (await _client.GetStringAsync("/_api/two/things/1")).ShouldBe("ok");
        var root = await _client.GetAsync("/things/1");

        _events.ShouldHaveSingleItem()["requestContext"]!["apiId"]!.GetValue<string>().ShouldBe("two");
        root.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await root.Content.ReadAsStringAsync()).ShouldContain("/_api/one/, /_api/two/");
    }

    [Fact]
    public async Task A_named_stage_is_the_first_segment_of_the_path()
    {
        Serve(Api("one", stage: "live"));

        (await _client.GetStringAsync("/live/things/1")).ShouldBe("ok");
        (await _client.GetAsync("/things/1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        _events.ShouldHaveSingleItem()["rawPath"]!.GetValue<string>().ShouldBe("/live/things/1");
        _events[0]["requestContext"]!["stage"]!.GetValue<string>().ShouldBe("live");
    }

    [Fact]
    public async Task A_path_or_method_without_route_is_not_found()
    {
        Serve(Api("one"));

        await ShouldBeAsync(await _client.GetAsync("/other"), HttpStatusCode.NotFound, "Not Found");
        await ShouldBeAsync(await _client.DeleteAsync("/things/1"), HttpStatusCode.NotFound, "Not Found");
    }

    [Fact]
    public async Task A_functions_error_is_a_500()
    {
        _function = (_, _, _) => Task.FromResult(new InvocationResult("id", "{}"u8.ToArray(), "Unhandled"));
        Serve(Api("one"));

        await ShouldBeAsync(await _client.GetAsync("/things/1"), HttpStatusCode.InternalServerError, "Internal Server Error");
    }

    [Fact]
    public async Task An_answer_that_is_no_http_is_a_500()
    {
        _function = (_, _, _) => Answer("""{"statusCode":"much"}""");
        Serve(Api("one"));

        await ShouldBeAsync(await _client.GetAsync("/things/1"), HttpStatusCode.InternalServerError, "Internal Server Error");
    }

    [Fact]
    public async Task A_throttled_function_is_a_503()
    {
        _function = (_, _, _) => Task.FromResult(new InvocationResult("id", ReadOnlyMemory<byte>.Empty, Throttled: true));
        Serve(Api("one"));

        await ShouldBeAsync(await _client.GetAsync("/things/1"), HttpStatusCode.ServiceUnavailable, "Service Unavailable");
    }

    [Fact]
    public async Task A_function_that_takes_longer_than_the_integration_allows_is_a_503()
    {
        var called = new TaskCompletionSource();
        var never = new TaskCompletionSource<InvocationResult>();
        _function = (_, _, _) =>
        {
            called.SetResult();
            return never.Task;
        };
        Serve(Api("one"));
        var answer = _client.GetAsync("/things/1");
        await called.Task;

        // The time-out's timer is set a moment after the call; the clock moves on until it is.
        await Eventually.True(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(30));
                return answer.IsCompleted;
            },
            "the request is answered");

        await ShouldBeAsync(await answer, HttpStatusCode.ServiceUnavailable, "Service Unavailable");
    }

    [Fact]
    public async Task A_body_over_10_MiB_is_a_413_and_no_call()
    {
        Serve(Api("one"));

        var answer = await _client.PostAsync("/things", new ByteArrayContent(new byte[(10 * 1024 * 1024) + 1]));

        await ShouldBeAsync(answer, HttpStatusCode.RequestEntityTooLarge, "Request Entity Too Large");
        _events.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reply_carries_its_cookies_and_a_request_id()
    {
        _function = (_, _, _) => Answer("""{"statusCode":204,"cookies":["a=1","b=2"],"body":"ignored"}""");
        Serve(Api("one"));

        var answer = await _client.GetAsync("/things/1");

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        answer.Headers.GetValues("Set-Cookie").ShouldBe(["a=1", "b=2"]);
        answer.Headers.GetValues("apigw-requestid").ShouldHaveSingleItem();
    }

    [Fact]
    public void What_cannot_be_served_is_refused_with_every_path()
    {
        var api = Api("one");
        var bad = api with
        {
            Integrations = [api.Integrations[0] with { PayloadFormatVersion = "1.0" }],
            Routes = [api.Routes[0] with { AuthorizerId = "auth" }, api.Routes[1] with { IntegrationId = null }],
        };

        var refusal = Should.Throw<RefusedException>(() => Serve(bad));

        refusal.Message.ShouldContain("payload format 1.0");
        refusal.Message.ShouldContain("has an authorizer, but");
        refusal.Message.ShouldContain("no integration");
    }

    private static async Task ShouldBeAsync(HttpResponseMessage answer, HttpStatusCode status, string message)
    {
        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldBe($$"""{"message":"{{message}}"}""");
    }

    private static Task<InvocationResult> Answer(string json) =>
        Task.FromResult(new InvocationResult("id", Encoding.UTF8.GetBytes(json)));

    private static HttpApiDefinition Api(string id, string stage = "$default") => new(
        new(Resource(id), id, id),
        [new(Resource($"{id}/Stage"), id, stage, new Dictionary<string, string>())],
        [
            new(Resource($"{id}/Get"), id, "GET /things/{id}", $"{id}/Integration", null),
            new(Resource($"{id}/Post"), id, "POST /things", $"{id}/Integration", null),
        ],
        [
            new(
                Resource($"{id}/Integration"),
                id,
                FunctionArn,
                "2.0",
                30_000),
        ]);

    private static Resource Resource(string id) => new()
    {
        Path = $"App/{id}",
        StackId = "App",
        LogicalId = id,
        Type = "AWS::ApiGatewayV2::Any",
        PhysicalId = id,
        Properties = [],
    };

    private async Task<HttpResponseMessage> GetAsync(string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        return await _client.SendAsync(request);
    }

    private void Serve(params HttpApiDefinition[] definitions)
    {
        var apis = new HttpApis(
            definitions.Select(definition => definition.Api),
            [.. definitions.SelectMany(definition => definition.Stages)],
            [.. definitions.SelectMany(definition => definition.Routes)],
            [.. definitions.SelectMany(definition => definition.Integrations)],
            [.. definitions.SelectMany(definition => definition.Authorizers)],
            _ => (arn, payload, cancellationToken) =>
            {
                arn.ShouldBe(FunctionArn);
                _events.Add(JsonNode.Parse(payload.Span)!);
                return _function(arn, payload, cancellationToken);
            },
            HttpApiFixture.PermissionsOf([FunctionArn], [HttpApiFixture.Permission("Sample", null)]),
            _time,
            NullLogger.Instance);
        _server.Serve(apis.HandleAsync);
    }
}

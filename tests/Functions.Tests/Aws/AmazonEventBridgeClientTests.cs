using System.Collections.Concurrent;
using System.Net;
using Amazon;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Microsoft.AspNetCore.Http;

namespace SensorWatch.Functions.Tests.Aws;

[Collection(nameof(EnvironmentVariables))]
public sealed class AmazonEventBridgeClientTests : IAsyncLifetime
{
    private const string Accepted = """{"FailedEntryCount":0,"Entries":[{"EventId":"event-1"}]}""";

    private readonly ConcurrentQueue<RecordedRequest> _requests = [];
    private readonly ConcurrentQueue<(int Status, string Body)> _answers = [];
    private LoopbackServer _server = null!;

    public async Task InitializeAsync() => _server = await LoopbackServer.StartAsync(async context =>
    {
        _requests.Enqueue(await RecordedRequest.ReadAsync(context.Request));
        var (status, body) = _answers.TryDequeue(out var answer) ? answer : (500, """{"__type":"InternalFailure","message":"no answer left"}""");
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.1";
        context.Response.Headers["x-amzn-RequestId"] = "request-1";
        await context.Response.WriteAsync(body);
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task An_event_is_put_with_a_valid_signature_in_the_JSON_1_1_protocol()
    {
        _answers.Enqueue((200, Accepted));
        using var client = Client();

        var response = await client.PutEventsAsync(new()
        {
            Entries =
            [
                new()
                {
                    Source = "sensorwatch",
                    DetailType = "ReadingsRecorded",
                    Detail = """{"value":"20 °C"}""",
                    EventBusName = "events",
                    Resources = ["arn:aws:lambda:eu-west-1:111122223333:function:a"],
                    Time = new DateTime(2026, 11, 23, 7, 0, 1, DateTimeKind.Utc),
                    TraceHeader = "Root=1-2-3",
                },
            ],
        });

        response.HttpStatusCode.ShouldBe(HttpStatusCode.OK);
        response.ResponseMetadata.RequestId.ShouldBe("request-1");
        response.FailedEntryCount.ShouldBe(0);
        response.Entries.ShouldHaveSingleItem().EventId.ShouldBe("event-1");

        var request = _requests.ShouldHaveSingleItem();
        (request.Method, request.Path).ShouldBe(("POST", "/"));
        request.Headers["X-Amz-Target"].ShouldBe("AWSEvents.PutEvents");
        request.Headers["Content-Type"].ShouldBe("application/x-amz-json-1.1");
        request.Headers["Authorization"].ShouldBe(request.ExpectedAuthorization("key", "secret", "eu-west-1", "events"));
        var entry = request.Json["Entries"]!.AsArray().ShouldHaveSingleItem()!;
        entry.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldBe(
            """
            {"Detail":"{\"value\":\"20 °C\"}","DetailType":"ReadingsRecorded","EventBusName":"events",
            "Resources":["arn:aws:lambda:eu-west-1:111122223333:function:a"],"Source":"sensorwatch","Time":1795417201,
            "TraceHeader":"Root=1-2-3"}
            """.ReplaceLineEndings(string.Empty));
    }

    [Fact]
    public async Task What_is_not_set_is_not_sent()
    {
        _answers.Enqueue((200, Accepted));
        using var client = Client();

        await client.PutEventsAsync(new() { Entries = [new() { Source = "a" }] });

        _requests.ShouldHaveSingleItem().Json.ToJsonString().ShouldBe("""{"Entries":[{"Source":"a"}]}""");
    }

    [Fact]
    public async Task Refused_entries_come_back_in_order_with_their_reasons()
    {
        _answers.Enqueue((200, """
            {"Entries":[{"ErrorCode":"MalformedDetail","ErrorMessage":"Detail is malformed."},{"EventId":"event-2","New":{"a":[1]}}],
             "FailedEntryCount":1,"Unknown":{"EventId":"no"}}
            """));
        using var client = Client();

        var response = await client.PutEventsAsync(new() { Entries = [new() { Detail = "x" }, new()] });

        response.FailedEntryCount.ShouldBe(1);
        response.Entries.Select(entry => entry.EventId).ShouldBe([null, "event-2"]);
        response.Entries.Select(entry => entry.ErrorCode).ShouldBe(["MalformedDetail", null]);
        response.Entries.Select(entry => entry.ErrorMessage).ShouldBe(["Detail is malformed.", null]);
    }

    [Theory]
    [InlineData(400, "ThrottlingException")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task A_throttled_or_failed_call_is_tried_again(int status, string code)
    {
        _answers.Enqueue((status, $$"""{"__type":"{{code}}","message":"Rate exceeded"}"""));
        _answers.Enqueue((200, Accepted));
        using var client = Client();

        var response = await client.PutEventsAsync(new() { Entries = [new()] });

        response.Entries.ShouldHaveSingleItem().EventId.ShouldBe("event-1");
        _requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_call_is_an_exception_that_carries_the_service_s_error_and_is_not_tried_again()
    {
        _answers.Enqueue((400, """{"__type":"com.amazonaws.events#ValidationException","message":"Total size of the entries is over the limit."}"""));
        using var client = Client();

        var exception = await Should.ThrowAsync<AmazonEventBridgeException>(() => client.PutEventsAsync(new() { Entries = [new()] }));

        exception.ErrorCode.ShouldBe("ValidationException");
        exception.Message.ShouldBe("Total size of the entries is over the limit.");
        exception.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        exception.RequestId.ShouldBe("request-1");
        _requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL")]
    [InlineData("AWS_ENDPOINT_URL_EVENTBRIDGE")]
    public async Task Endpoint_region_and_credentials_come_from_the_environment(string endpointVariable)
    {
        using var variables = new EnvironmentVariables(
            (endpointVariable, _server.Address.ToString()),
            ("AWS_REGION", "eu-north-1"),
            ("AWS_ACCESS_KEY_ID", "environment-key"),
            ("AWS_SECRET_ACCESS_KEY", "environment-secret"),
            ("AWS_SESSION_TOKEN", "token"));
        _answers.Enqueue((200, Accepted));
        using var client = new AmazonEventBridgeClient();

        await client.PutEventsAsync(new() { Entries = [new()] });

        var request = _requests.ShouldHaveSingleItem();
        request.Headers["Authorization"].ShouldBe(
            request.ExpectedAuthorization("environment-key", "environment-secret", "eu-north-1", "events"));
        request.Headers["X-Amz-Security-Token"].ShouldBe("token");
    }

    [Theory]
    [InlineData("eu-west-1", false, false, "https://events.eu-west-1.amazonaws.com")]
    [InlineData("us-east-1", true, false, "https://events-fips.us-east-1.amazonaws.com")]
    [InlineData("us-east-1", false, true, "https://events.us-east-1.api.aws")]
    [InlineData("cn-north-1", false, false, "https://events.cn-north-1.amazonaws.com.cn")]
    [InlineData("us-gov-west-1", true, false, "https://events.us-gov-west-1.amazonaws.com")]
    public void A_region_s_endpoint_is_the_documented_one(string region, bool fips, bool dualStack, string expected)
    {
        var config = new AmazonEventBridgeConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            UseFIPSEndpoint = fips,
            UseDualstackEndpoint = dualStack,
        };

        config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new PutEventsRequest())).URL.TrimEnd('/').ShouldBe(expected);
    }

    [Fact]
    public async Task Cancelling_ends_a_call()
    {
        using var client = Client();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => client.PutEventsAsync(new() { Entries = [new()] }, cancelled.Token));
    }

    [Fact]
    public void Collections_and_values_are_null_until_set_as_in_version_4_of_the_SDK()
    {
        new PutEventsRequest().Entries.ShouldBeNull();
        new PutEventsRequestEntry().Resources.ShouldBeNull();
        new PutEventsRequestEntry().Time.ShouldBeNull();
        new PutEventsResponse().Entries.ShouldBeNull();
        new PutEventsResponse().FailedEntryCount.ShouldBeNull();
    }

    private AmazonEventBridgeClient Client() => new(
        new BasicAWSCredentials("key", "secret"),
        new AmazonEventBridgeConfig { ServiceURL = _server.Address.ToString(), AuthenticationRegion = "eu-west-1" });
}

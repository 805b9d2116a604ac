using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Tests.Endpoint;

public sealed class AwsEndpointTests : IAsyncLifetime, IDisposable
{
    private HttpServer _server = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await HttpServer.StartAsync(0, NullLogger.Instance, CancellationToken.None);
        _server.Serve(new AwsEndpoint([new SampleService()], CallGate.Open, NullLogger.Instance).HandleAsync);
        _client = new() { BaseAddress = _server.Address };
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("application/x-amz-json-1.0")]
    [InlineData("application/x-amz-json-1.1")]
    public async Task An_answer_has_the_requests_content_type_and_an_id(string contentType)
    {
        var answer = await PostAsync("Sample_1.Echo", """{"a":"ø"}""", contentType);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe(contentType);
        answer.Headers.GetValues("x-amzn-RequestId").ShouldHaveSingleItem();
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"a":"ø"}""");
    }

    [Fact]
    public async Task An_empty_body_is_an_empty_request() =>
        (await (await PostAsync("Sample_1.Echo", "")).Content.ReadAsStringAsync()).ShouldBe("{}");

    [Fact]
    public async Task A_services_error_carries_its_type_message_members_and_query_error()
    {
        var answer = await PostAsync("Sample_1.Refuse", "{}");

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        answer.Headers.GetValues("x-amzn-query-error").ShouldBe(["Older.Code;Sender"]);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"__type":"com.example#Refused","message":"no","Reasons":["because"]}""");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"a":1,"a":2}""")]
    public async Task A_body_that_is_no_json_object_is_a_serialization_exception(string body) =>
        await ShouldBeErrorAsync(await PostAsync("Sample_1.Echo", body), HttpStatusCode.BadRequest, "SerializationException", "body");

    [Theory]
    [InlineData("Sample_1.Unknown")]
    [InlineData("Other_1.Echo")]
    [InlineData("nonsense")]
    public async Task An_operation_that_is_not_served_is_named_with_what_is(string target)
    {
        var answer = await PostAsync(target, "{}");

        await ShouldBeErrorAsync(answer, HttpStatusCode.NotImplemented, "NotImplemented", target);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Sample_1 (Echo, Refuse)");
    }

    [Fact]
    public async Task An_unexpected_exception_is_an_internal_failure() =>
        await ShouldBeErrorAsync(await PostAsync("Sample_1.Break", "{}"), HttpStatusCode.InternalServerError, "InternalFailure", "it broke");

    [Theory]
    [InlineData("AWS4-HMAC-SHA256 Credential=local/20261123/eu-north-1/s3/aws4_request, SignedHeaders=host, Signature=ab", "s3")]
    [InlineData("AWS4-HMAC-SHA256 Credential=local, Signature=ab", null)]
    [InlineData("Bearer abc", null)]
    [InlineData("", null)]
    public void The_service_is_read_from_the_signature(string authorization, string? service) =>
        Router.SignedService(authorization).ShouldBe(service);

    private static async Task ShouldBeErrorAsync(HttpResponseMessage answer, HttpStatusCode status, string type, string message)
    {
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        answer.StatusCode.ShouldBe(status);
        body["__type"]!.GetValue<string>().ShouldBe(type);
        body["message"]!.GetValue<string>().ShouldContain(message);
    }

    private async Task<HttpResponseMessage> PostAsync(string target, string body, string contentType = "application/x-amz-json-1.0")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new(contentType);
        request.Headers.Add("X-Amz-Target", target);
        return await _client.SendAsync(request);
    }

    private sealed class SampleService : IAwsService
    {
        public string TargetPrefix => "Sample_1";

        public IReadOnlyCollection<string> Operations => ["Echo", "Refuse"];

        public ValueTask<JsonObject?> HandleAsync(string operation, JsonObject request, CancellationToken cancellationToken) => operation switch
        {
            "Echo" => new(request),
            "Refuse" => throw new AwsException("com.example#Refused", "no", 409)
            {
                QueryErrorCode = "Older.Code;Sender",
                Members = new() { ["Reasons"] = new JsonArray("because") },
            },
            "Break" => throw new InvalidOperationException("it broke"),
            _ => new((JsonObject?)null),
        };
    }
}

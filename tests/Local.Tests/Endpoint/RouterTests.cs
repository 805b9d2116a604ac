using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Hosting;
using SensorWatch.Local.Tests.Access;

namespace SensorWatch.Local.Tests.Endpoint;

/// <summary>The one port of a deployment with a queue and nothing else.</summary>
public sealed class RouterTests : IAsyncLifetime, IDisposable
{
    private HttpServer _server = null!;
    private LocalSystem _system = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await HttpServer.StartAsync(0, NullLogger.Instance, CancellationToken.None);
        var deployment = AccessFixture.Resolve("""{ "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "jobs" } } }""");
        _system = new(deployment, _server.Address, new LocalOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        _server.Serve(_system.HandleAsync);
        _client = new() { BaseAddress = _server.Address };
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _system.DisposeAsync();
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Method, path and the service that it is signed for, or the <c>X-Amz-Target</c>.</summary>
    public static TheoryData<string, string, string> Services() => new()
    {
        { "POST", "/2015-03-31/functions/Work/invocations", "" },
        { "POST", "/", "sns" },
        { "POST", "/", "iam" },
        { "POST", "/", "AmazonSQS.ListQueues" },
        { "PUT", "/bucket/key", "s3" },
        { "PUT", "/bucket/key?X-Amz-Signature=0&X-Amz-Credential=a/b/c/s3/aws4_request&X-Amz-Algorithm=AWS4-HMAC-SHA256", "" },
        { "POST", "/_runtime/1/2018-06-01/runtime/invocation/1/response", "" },
        { "GET", "/_local/sns/topic", "" },
        { "GET", "/_local/time", "" },
        { "DELETE", "/_local/faults", "" },
        { "GET", "/_console/", "" },
        { "GET", "/_console/api/graph", "" },
        { "POST", "/_console/api/events", "" },
    };

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_web_page_of_another_site_reaches_no_service(string method, string path, string service)
    {
        foreach (var (origin, host) in new (string?, string?)[] { ("https://evil.example", null), ("null", null), ("http://localhost.evil.example", null), (null, "evil.example") })
        {
            using var refused = await SendAsync(method, path, service, origin, host);

            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{origin} {host}");
            JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["message"]!.GetValue<string>().ShouldContain((origin ?? host)!);
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Programs_and_pages_of_this_machine_reach_every_service(string method, string path, string service)
    {
        foreach (var (origin, host) in new (string?, string?)[] { (null, null), ("http://localhost:5173", null), ("http://[::1]:80", "[::1]:4566"), (null, "bucket.localhost"), (null, "LOCALHOST:4566") })
        {
            using var answer = await SendAsync(method, path, service, origin, host);

            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("This is for programs on this machine", customMessage: $"{origin} {host}");
        }
    }

    [Fact]
    public async Task An_HTTP_API_is_reached_from_any_origin_but_by_this_machines_names_only()
    {
        using var page = await SendAsync("GET", "/things", "", "https://shop.example", null);
        using var rebound = await SendAsync("GET", "/things", "", null, "evil.example");
        using var named = await SendAsync("GET", "/things", "", null, "api1.execute-api.localhost");

        page.StatusCode.ShouldBe(HttpStatusCode.NotFound, "there is no API");
        named.StatusCode.ShouldBe(HttpStatusCode.NotFound, "there is no API");
        rebound.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("iam", "application/x-www-form-urlencoded; charset=utf-8", "ErrorResponse", "iam ListUsers")]
    [InlineData("ec2", "application/x-www-form-urlencoded", "Response", "ec2 ListUsers")]
    [InlineData("sqs", "application/x-www-form-urlencoded", "ErrorResponse", "sqs ListUsers")]
    [InlineData("route53", "application/xml", "ErrorResponse", "route53 with POST /")]
    [InlineData("cloudfront", null, "ErrorResponse", "cloudfront with POST /")]
    public async Task A_service_that_is_not_served_is_refused_in_the_XML_of_its_protocol(string service, string? contentType, string root, string what)
    {
        using var answer = await SendAsync("POST", "/", service, null, null, contentType);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotImplemented);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/xml");
        answer.Headers.GetValues("x-amzn-RequestId").ShouldHaveSingleItem();
        var error = XElement.Parse(await answer.Content.ReadAsStringAsync());
        error.Name.LocalName.ShouldBe(root);
        error.Descendants("Code").Single().Value.ShouldBe("NotImplemented");
        error.Descendants("Message").Single().Value.ShouldStartWith($"The local run does not serve {what}. By this protocol it serves: sns (Publish, ");
    }

    [Fact]
    public async Task Any_other_service_that_is_not_served_is_refused_in_JSON()
    {
        using var answer = await SendAsync("GET", "/v1/apis", "appsync", null, null, contentType: null);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotImplemented);
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["__type"]!.GetValue<string>().ShouldBe("NotImplemented");
    }

    private async Task<HttpResponseMessage> SendAsync(
        string method, string path, string service, string? origin, string? host, string? contentType = "application/x-www-form-urlencoded")
    {
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.Host = host;
        if (method is not "GET")
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes("Action=ListUsers&Version=1"));
            request.Content.Headers.ContentType = contentType is null ? null : System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (service.Contains('.', StringComparison.Ordinal))
        {
            request.Headers.Add("X-Amz-Target", service);
        }
        else if (service.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=local/20261123/eu-north-1/{service}/aws4_request, SignedHeaders=host, Signature=0");
        }

        return await _client.SendAsync(request);
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Web;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using Microsoft.AspNetCore.Http;

namespace SensorWatch.Functions.Tests.Aws;

[Collection(nameof(EnvironmentVariables))]
public sealed class AmazonSimpleNotificationServiceClientTests : IAsyncLifetime
{
    private const string Topic = "arn:aws:sns:eu-west-1:111122223333:operators";

    private const string Accepted = """
        <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
          <PublishResult><MessageId>message-1</MessageId><SequenceNumber>7</SequenceNumber></PublishResult>
          <ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata>
        </PublishResponse>
        """;

    private readonly ConcurrentQueue<RecordedRequest> _requests = [];
    private readonly ConcurrentQueue<(int Status, string Body)> _answers = [];
    private LoopbackServer _server = null!;

    public async Task InitializeAsync() => _server = await LoopbackServer.StartAsync(async context =>
    {
        _requests.Enqueue(await RecordedRequest.ReadAsync(context.Request));
        var (status, body) = _answers.TryDequeue(out var answer) ? answer : (500, Error("Receiver", "InternalFailure", "no answer left"));
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/xml";
        await context.Response.WriteAsync(body);
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_message_is_published_with_a_valid_signature_in_the_Query_protocol()
    {
        _answers.Enqueue((200, Accepted));
        using var client = Client();

        var response = await client.PublishAsync(new(Topic, "36 °C & rising\n+1", "Critical: roof"));

        response.HttpStatusCode.ShouldBe(HttpStatusCode.OK);
        response.MessageId.ShouldBe("message-1");
        response.SequenceNumber.ShouldBe("7");
        response.ResponseMetadata.RequestId.ShouldBe("request-1");

        var request = _requests.ShouldHaveSingleItem();
        (request.Method, request.Path).ShouldBe(("POST", "/"));
        request.Headers["Content-Type"].ShouldBe("application/x-www-form-urlencoded; charset=utf-8");
        request.Headers["Authorization"].ShouldBe(request.ExpectedAuthorization("key", "secret", "eu-west-1", "sns"));
        Form(request).ShouldBe(
            [
                ("Action", "Publish"), ("Message", "36 °C & rising\n+1"), ("Subject", "Critical: roof"), ("TopicArn", Topic), ("Version", "2010-03-31"),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_set_for_FIFO_topics_is_sent()
    {
        _answers.Enqueue((200, Accepted));
        using var client = Client();

        await client.PublishAsync(new()
        {
            TopicArn = Topic,
            Message = "{}",
            MessageStructure = "json",
            MessageGroupId = "g",
            MessageDeduplicationId = "d",
        });

        Form(_requests.Single()).ShouldContain(("MessageStructure", "json"));
        Form(_requests.Single()).ShouldContain(("MessageGroupId", "g"));
        Form(_requests.Single()).ShouldContain(("MessageDeduplicationId", "d"));
    }

    [Theory]
    [InlineData(400, "Throttling")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task A_throttled_or_failed_call_is_tried_again(int status, string code)
    {
        _answers.Enqueue((status, Error("Sender", code, "Rate exceeded")));
        _answers.Enqueue((200, Accepted));
        using var client = Client();

        (await client.PublishAsync(new(Topic, "m"))).MessageId.ShouldBe("message-1");
        _requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_call_is_an_exception_that_carries_the_service_s_error_and_is_not_tried_again()
    {
        _answers.Enqueue((404, Error("Sender", "NotFound", "Topic does not exist")));
        using var client = Client();

        var exception = await Should.ThrowAsync<AmazonSimpleNotificationServiceException>(() => client.PublishAsync(new(Topic, "m")));

        (exception.ErrorCode, exception.Message, exception.StatusCode).ShouldBe(("NotFound", "Topic does not exist", HttpStatusCode.NotFound));
        exception.RequestId.ShouldBe("request-2");
        _requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL")]
    [InlineData("AWS_ENDPOINT_URL_SNS")]
    public async Task Endpoint_region_and_credentials_come_from_the_environment(string endpointVariable)
    {
        using var variables = new EnvironmentVariables(
            (endpointVariable, _server.Address.ToString()),
            ("AWS_REGION", "eu-north-1"),
            ("AWS_ACCESS_KEY_ID", "environment-key"),
            ("AWS_SECRET_ACCESS_KEY", "environment-secret"),
            ("AWS_SESSION_TOKEN", "token"));
        _answers.Enqueue((200, Accepted));
        using var client = new AmazonSimpleNotificationServiceClient();

        await client.PublishAsync(new(Topic, "m"));

        var request = _requests.ShouldHaveSingleItem();
        request.Headers["Authorization"].ShouldBe(request.ExpectedAuthorization("environment-key", "environment-secret", "eu-north-1", "sns"));
    }

    [Theory]
    [InlineData("eu-west-1", false, false, "https://sns.eu-west-1.amazonaws.com")]
    [InlineData("us-east-1", true, false, "https://sns-fips.us-east-1.amazonaws.com")]
    [InlineData("us-east-1", false, true, "https://sns.us-east-1.api.aws")]
    [InlineData("cn-north-1", false, false, "https://sns.cn-north-1.amazonaws.com.cn")]
    [InlineData("us-gov-west-1", true, false, "https://sns.us-gov-west-1.amazonaws.com")]
    public void A_region_s_endpoint_is_the_documented_one(string region, bool fips, bool dualStack, string expected)
    {
        var config = new AmazonSimpleNotificationServiceConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            UseFIPSEndpoint = fips,
            UseDualstackEndpoint = dualStack,
        };

        config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new PublishRequest())).URL.TrimEnd('/').ShouldBe(expected);
    }

    private static string Error(string type, string code, string message) => $"""
        <ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
          <Error><Type>{type}</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>request-2</RequestId>
        </ErrorResponse>
        """;

    private static List<(string Name, string Value)> Form(RecordedRequest request)
    {
        var form = HttpUtility.ParseQueryString(Encoding.UTF8.GetString(request.Body));
        return [.. form.AllKeys.Select(name => (name!, form[name]!))];
    }

    private AmazonSimpleNotificationServiceClient Client() => new(
        new BasicAWSCredentials("key", "secret"),
        new AmazonSimpleNotificationServiceConfig { ServiceURL = _server.Address.ToString(), AuthenticationRegion = "eu-west-1" });
}

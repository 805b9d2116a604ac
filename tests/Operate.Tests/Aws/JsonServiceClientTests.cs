using System.Collections.Concurrent;
using Amazon;
using Amazon.Runtime;
using Microsoft.AspNetCore.Http;
using SensorWatch.Functions.Tests;
using SensorWatch.Functions.Tests.Aws;
using SensorWatch.Operate.Aws;

namespace SensorWatch.Operate.Tests.Aws;

public sealed class JsonServiceClientTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<(RecordedRequest Request, string Query)> _requests = [];
    private readonly ConcurrentQueue<(int Status, string Body)> _answers = [];
    private LoopbackServer _server = null!;

    public async Task InitializeAsync() => _server = await LoopbackServer.StartAsync(async context =>
    {
        _requests.Enqueue((await RecordedRequest.ReadAsync(context.Request), context.Request.QueryString.Value ?? ""));
        var (status, body) = _answers.TryDequeue(out var answer) ? answer : (500, """{"__type":"InternalFailure","message":"no answer left"}""");
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.WriteAsync(body);
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_call_is_signed_and_names_its_operation()
    {
        _answers.Enqueue((200, """{"Arn":"arn:b"}"""));
        using var client = new EventBridgeClient(Client(AwsService.EventBridge));

        (await client.GetBusArnAsync("sensorwatch-dev", CancellationToken.None)).ShouldBe("arn:b");

        var (request, _) = _requests.ShouldHaveSingleItem();
        request.Headers["X-Amz-Target"].ShouldBe("AWSEvents.DescribeEventBus");
        request.Headers["Authorization"].ShouldBe(request.ExpectedAuthorization("local", "local", "eu-west-1", "events"));
        request.Json.ToJsonString().ShouldBe("""{"Name":"sensorwatch-dev"}""");
    }

    [Fact]
    public async Task Pages_of_a_list_are_read_to_the_end()
    {
        _answers.Enqueue((200, """{"Functions":[{"FunctionName":"a","FunctionArn":"arn:a","Handler":"A"}],"NextMarker":"next page/+"}"""));
        _answers.Enqueue((200, """{"Functions":[{"FunctionName":"b","FunctionArn":"arn:b"}]}"""));
        using var client = new LambdaClient(Client(AwsService.Lambda));

        (await client.ListFunctionsAsync(CancellationToken.None)).Select(function => (function.Title, function.LogGroup))
            .ShouldBe([("A", "/aws/lambda/a"), ("b", "/aws/lambda/b")]);

        var requests = _requests.ToList();
        requests.Select(pair => (pair.Request.Method, pair.Request.Path, pair.Query)).ShouldBe(
            [("GET", "/2015-03-31/functions/", ""), ("GET", "/2015-03-31/functions/", "?Marker=next%20page%2F%2B")]);
        requests[0].Request.Headers["Authorization"].ShouldBe(requests[0].Request.ExpectedAuthorization("local", "local", "eu-west-1", "lambda"));
    }

    [Fact]
    public async Task A_refusal_has_the_services_code_and_message()
    {
        _answers.Enqueue((400, """{"__type":"com.amazonaws.events#ResourceNotFoundException","message":"Event bus x does not exist."}"""));
        using var client = new EventBridgeClient(Client(AwsService.EventBridge));

        var refusal = await Should.ThrowAsync<AmazonServiceException>(() => client.GetBusArnAsync("x", CancellationToken.None));

        (refusal.ErrorCode, refusal.Message).ShouldBe(("ResourceNotFoundException", "Event bus x does not exist."));
    }

    [Fact]
    public async Task What_is_no_JSON_is_no_answer_of_AWS()
    {
        // Once more for each attempt: it may be a passing trouble.
        Enumerable.Repeat((200, "<html>"), 10).ToList().ForEach(_answers.Enqueue);
        using var client = new LogsClient(Client(AwsService.CloudWatchLogs));

        var exception = await Should.ThrowAsync<Exception>(() => client.FilterAsync("g", "x", default, CancellationToken.None));

        ErrorText.Of(exception, new(_server.Address, null)).ShouldStartWith($"Expected an answer of an AWS service from {_server.Address.ToString().TrimEnd('/')}; got HTTP 200");
    }

    [Theory]
    [InlineData("eu-west-1", false, "https://logs.eu-west-1.amazonaws.com")]
    [InlineData("cn-north-1", false, "https://logs.cn-north-1.amazonaws.com.cn")]
    [InlineData("us-east-1", true, "https://logs-fips.us-east-1.amazonaws.com")]
    public void Without_an_endpoint_the_regions_own_is_called(string region, bool fips, string url)
    {
        var config = new JsonServiceConfig(AwsService.CloudWatchLogs) { RegionEndpoint = RegionEndpoint.GetBySystemName(region), UseFIPSEndpoint = fips };

        config.DetermineServiceOperationEndpoint(null!).URL.ShouldBe(url);
    }

    [Theory]
    [InlineData("AccessDeniedException", "AWS in eu-west-1 refused: the message Use credentials with that right, or ask for it.")]
    [InlineData("ExpiredTokenException", "AWS in eu-west-1 didn't accept the credentials: the message Sign in again (aws sso login, aws configure), or choose another AWS_PROFILE.")]
    [InlineData("ValidationException", "AWS in eu-west-1 refused: ValidationException: the message")]
    public void A_refusal_is_one_line_with_what_to_do(string code, string expected) => ErrorText
        .Of(new AmazonServiceException("the message", ErrorType.Sender, code, "r", System.Net.HttpStatusCode.BadRequest), new(null, "eu-west-1"))
        .ShouldBe(expected);

    private JsonServiceClient Client(AwsService service) => new(new(_server.Address, "eu-west-1"), service);
}

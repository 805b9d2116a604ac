using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using static SensorWatch.Local.Tests.Functions.FunctionBuilder;

namespace SensorWatch.Local.Tests.Functions;

public sealed class LambdaApiTests : IAsyncLifetime, IDisposable
{
    private readonly TestBootstrap _bootstrap = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private FunctionHost _host = null!;

    public async Task InitializeAsync() => _host = await FunctionHost.StartAsync(
        Function("Sample", _bootstrap.Folder), new() { IdleTime = TimeSpan.FromDays(1) }, _time);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _bootstrap.Dispose();

    [Theory]
    [InlineData("Sample")]
    [InlineData("Sample:$LATEST")]
    [InlineData("123456789012:function:Sample")]
    [InlineData("arn:aws:lambda:eu-north-1:123456789012:function:Sample")]
    [InlineData("arn:aws:lambda:eu-north-1:123456789012:function:Sample:$LATEST")]
    public async Task Invoke_answers_with_the_functions_payload(string name)
    {
        var answer = await InvokeAsync("""{"do":"echo","value":{"a":1}}""", name: name);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"a":1}""");
        Header(answer, "X-Amz-Executed-Version").ShouldBe("$LATEST");
        answer.Headers.Contains("X-Amz-Function-Error").ShouldBeFalse();
    }

    [Fact]
    public async Task A_functions_error_is_a_200_that_says_unhandled()
    {
        var answer = await InvokeAsync("""{"do":"fail"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        Header(answer, "X-Amz-Function-Error").ShouldBe("Unhandled");
        (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errorType"]!.GetValue<string>().ShouldBe("HandlerError");
    }

    [Fact]
    public async Task An_event_is_accepted_at_once_and_run_later()
    {
        var folder = _bootstrap.NewFolder();

        var answer = await InvokeAsync($$"""{"do":"meet","folder":"{{folder}}","count":1}""", "Event");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.True(() => Directory.GetFiles(folder).Length == 1, "the function has run");
        await Eventually.True(() => _host.Asynchronous.Pending == 0, "it is done");
    }

    [Fact]
    public async Task An_event_runs_with_the_request_id_that_the_answer_has()
    {
        var answer = await InvokeAsync("""{"do":"fail"}""", "Event");

        await Eventually.True(() => _host.Log.Reports.Count == 1, "the first attempt");
        _host.Log.Reports.Single().RequestId.ShouldBe(Header(answer, "x-amzn-RequestId"));
        _host.Asynchronous.Pending.ShouldBe(1);
    }

    [Fact]
    public async Task A_dry_run_calls_nothing()
    {
        var answer = await InvokeAsync("{}", "DryRun");

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        _host.Functions.Statistics.Single().ColdStarts.ShouldBe(0);
    }

    [Theory]
    [InlineData("None", "{}", HttpStatusCode.NotFound, "ResourceNotFoundException")]
    [InlineData("Sample:1", "{}", HttpStatusCode.NotFound, "ResourceNotFoundException")]
    [InlineData("arn:aws:lambda:eu-north-1:000000000000:function:Sample", "{}", HttpStatusCode.NotFound, "ResourceNotFoundException")]
    [InlineData("Sample", "{", HttpStatusCode.BadRequest, "InvalidRequestContentException")]
    public async Task A_wrong_call_is_refused_as_lambda_does(string name, string payload, HttpStatusCode status, string errorType)
    {
        var answer = await InvokeAsync(payload, name: name);

        answer.StatusCode.ShouldBe(status);
        Header(answer, "x-amzn-ErrorType").ShouldBe(errorType);
    }

    [Fact]
    public async Task A_payload_over_6_MiB_is_refused() =>
        (await InvokeAsync($"\"{new string('x', 6 * 1024 * 1024)}\"")).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public async Task Other_operations_of_lambda_are_not_served()
    {
        var answer = await _host.Client.DeleteAsync("/2015-03-31/functions/Sample");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotImplemented);
    }

    [Theory]
    [InlineData("/2015-03-31/functions/")]
    [InlineData("/2015-03-31/functions/Sample")]
    [InlineData("/2015-03-31/functions/Sample/configuration")]
    [InlineData("/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-north-1%3A123456789012%3Afunction%3ASample/configuration?Qualifier=$LATEST")]
    public async Task A_function_is_described(string path)
    {
        var answer = (await _host.Client.GetFromJsonAsync<JsonObject>(path))!;

        var configuration = answer["Functions"]?[0] ?? answer["Configuration"] ?? answer;
        configuration["FunctionName"]!.GetValue<string>().ShouldBe("Sample");
        configuration["Runtime"]!.GetValue<string>().ShouldBe("provided.al2023");
        configuration["LoggingConfig"]!["LogGroup"]!.GetValue<string>().ShouldBe("/aws/lambda/Sample");
    }

    [Theory]
    [InlineData("/2015-03-31/functions/Other")]
    [InlineData("/2015-03-31/functions/Sample?Qualifier=live")]
    [InlineData("/2015-03-31/functions/Sample/policy")]
    [InlineData("/2019-09-25/functions/Sample/event-invoke-config")]
    [InlineData("/2015-03-31/event-source-mappings/none")]
    public async Task What_is_not_there_is_a_ResourceNotFoundException(string path)
    {
        var answer = await _host.Client.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Header(answer, "x-amzn-ErrorType").ShouldBe("ResourceNotFoundException");
    }

    [Fact]
    public async Task The_end_of_the_log_comes_with_the_answer_to_those_who_ask()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/2015-03-31/functions/Sample/invocations")
        {
            Content = new StringContent("""{"do":"log","value":"hello"}"""),
        };
        request.Headers.Add("X-Amz-Log-Type", "Tail");

        var answer = await _host.Client.SendAsync(request);

        var log = Encoding.UTF8.GetString(Convert.FromBase64String(Header(answer, "X-Amz-Log-Result")));
        log.ShouldStartWith("START RequestId: ");
        log.ShouldContain($"REPORT RequestId: {Header(answer, "x-amzn-RequestId")}");
        Header(answer, "X-Amz-Executed-Version").ShouldBe("$LATEST");
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();

    private async Task<HttpResponseMessage> InvokeAsync(string payload, string? type = null, string name = "Sample")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/2015-03-31/functions/{Uri.EscapeDataString(name)}/invocations")
        {
            Content = new StringContent(payload),
        };
        if (type is not null)
        {
            request.Headers.Add("X-Amz-Invocation-Type", type);
        }

        return await _host.Client.SendAsync(request);
    }
}

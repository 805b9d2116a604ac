using System.Net;
using System.Text.Json.Nodes;
using SensorWatch.Local.Functions;
using static SensorWatch.Local.Tests.Functions.FunctionBuilder;

namespace SensorWatch.Local.Tests.Functions;

/// <summary>The Runtime API's states and errors, spoken by the test in a process's place.</summary>
public sealed class RuntimeApiTests : IAsyncLifetime, IDisposable
{
    private readonly TestBootstrap _bootstrap = new();
    private readonly FakeProcesses _processes = new();
    private FunctionHost _host = null!;

    public async Task InitializeAsync() =>
        _host = await FunctionHost.StartAsync(Function("Sample", _bootstrap.Folder), start: _processes.Start);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _bootstrap.Dispose();

    [Fact]
    public async Task An_answer_is_accepted_with_202_and_reaches_the_caller()
    {
        var (process, invocation, id) = await RunningAsync("""{"n":1}""");

        var answer = await process.PostAsync(_host.Client, $"invocation/{id}/response", """{"m":2}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"status":"OK"}""");
        (await invocation).Json().ToJsonString().ShouldBe("""{"m":2}""");
    }

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task An_answer_to_another_request_is_an_invalid_request_id(string call)
    {
        var (process, _, _) = await RunningAsync("{}");

        var answer = await process.PostAsync(_host.Client, $"invocation/{Guid.NewGuid()}/{call}", "{}");

        await ShouldBeErrorAsync(answer, HttpStatusCode.BadRequest, "InvalidRequestID");
    }

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task A_second_answer_is_an_invalid_state_transition(string call)
    {
        var (process, _, id) = await RunningAsync("{}");
        await process.PostAsync(_host.Client, $"invocation/{id}/response", "{}");

        var answer = await process.PostAsync(_host.Client, $"invocation/{id}/{call}", "{}");

        await ShouldBeErrorAsync(answer, HttpStatusCode.Forbidden, "InvalidStateTransition");
    }

    [Fact]
    public async Task Asking_for_the_next_before_answering_is_an_invalid_state_transition()
    {
        var (process, _, _) = await RunningAsync("{}");

        await ShouldBeErrorAsync(await process.NextAsync(_host.Client), HttpStatusCode.Forbidden, "InvalidStateTransition");
    }

    [Fact]
    public async Task An_init_error_after_the_start_is_an_invalid_state_transition()
    {
        var (process, _, _) = await RunningAsync("{}");

        await ShouldBeErrorAsync(
            await process.PostAsync(_host.Client, "init/error", "{}"), HttpStatusCode.Forbidden, "InvalidStateTransition");
    }

    [Fact]
    public async Task An_answer_over_the_limit_is_a_413()
    {
        var (process, invocation, id) = await RunningAsync("{}");

        var answer = await process.PostAsync(_host.Client, $"invocation/{id}/response", new string('x', 6_291_557));

        await ShouldBeErrorAsync(answer, HttpStatusCode.RequestEntityTooLarge, "RequestEntityTooLarge");
        (await invocation).ErrorType().ShouldBe("Function.ResponseSizeTooLarge");
    }

    [Fact]
    public async Task An_error_that_is_no_json_keeps_its_type_from_the_header()
    {
        var (process, invocation, id) = await RunningAsync("{}");

        await process.PostAsync(_host.Client, $"invocation/{id}/error", "it broke");

        (await invocation).ErrorType().ShouldBe("Runtime.Unknown");
    }

    [Fact]
    public async Task A_runtime_that_asks_again_gets_the_invocation_on_its_later_call()
    {
        var first = _host.InvokeAsync("""{"n":1}""");
        var process = await _processes.NthAsync(1);
        await AnswerAsync(process, await process.NextAsync(_host.Client));
        await first;
        var earlier = process.NextAsync(_host.Client);
        await Eventually.True(() => _host.Functions.Environments.Single().State == EnvironmentState.Ready, "it waits for work");

        var later = process.NextAsync(_host.Client);
        (await earlier).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var second = _host.InvokeAsync("""{"n":2}""");
        await AnswerAsync(process, await later);

        (await second).Succeeded.ShouldBeTrue();
        _processes.Started.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_environment_is_told_to_exit()
    {
        var answer = await _host.Client.GetAsync($"{RuntimeApi.PathPrefix}/none/2018-06-01/runtime/invocation/next");

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task A_call_that_the_api_does_not_have_is_not_found()
    {
        var answer = await _host.Client.GetAsync($"{RuntimeApi.PathPrefix}/none/2020-01-01/extension/register");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task ShouldBeErrorAsync(HttpResponseMessage answer, HttpStatusCode status, string errorType)
    {
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        answer.StatusCode.ShouldBe(status);
        body["errorType"]!.GetValue<string>().ShouldBe(errorType);
        body["errorMessage"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    private async Task AnswerAsync(FakeProcess process, HttpResponseMessage next)
    {
        var id = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
        await process.PostAsync(_host.Client, $"invocation/{id}/response", "null");
    }

    private async Task<(FakeProcess Process, Task<InvocationResult> Invocation, string RequestId)> RunningAsync(string payload)
    {
        var invocation = _host.InvokeAsync(payload);
        var process = await _processes.NthAsync(1);
        using var next = await process.NextAsync(_host.Client);
        (await next.Content.ReadAsStringAsync()).ShouldBe(payload);
        return (process, invocation, next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single());
    }
}

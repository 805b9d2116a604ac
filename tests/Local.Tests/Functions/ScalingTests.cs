using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Functions;
using SensorWatch.Templates.Resources;
using static SensorWatch.Local.Tests.Functions.FunctionBuilder;

namespace SensorWatch.Local.Tests.Functions;

/// <summary>When environments start and end, with fake processes and a fake clock.</summary>
public sealed class ScalingTests : IDisposable
{
    private readonly TestBootstrap _bootstrap = new();
    private readonly FakeProcesses _processes = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    public void Dispose() => _bootstrap.Dispose();

    [Fact]
    public async Task An_idle_environment_ends_after_the_idle_time_and_not_before()
    {
        await using var host = await StartAsync(new() { IdleTime = TimeSpan.FromSeconds(60) });
        var invocation = host.InvokeAsync("{}");
        var process = await _processes.NthAsync(1);
        await AnswerAsync(host, process);
        await invocation;
        var poll = process.NextAsync(host.Client);
        await Eventually.True(() => Environment(host)?.State == EnvironmentState.Ready, "it waits for work");

        _time.Advance(TimeSpan.FromSeconds(59.9));
        process.Killed.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.1));

        host.Functions.Statistics.Single().Environments.ShouldBe(0);
        await Eventually.True(() => process.Killed, "the process is killed");
        ((int)(await poll).StatusCode).ShouldBe(500);
        host.Log.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_that_does_not_get_ready_in_time_is_killed_and_started_again_for_as_long_as_the_function_may_take()
    {
        await using var host = await StartAsync(new() { InitTimeout = TimeSpan.FromSeconds(10) });
        var invocation = host.InvokeAsync("{}");
        var process = await _processes.NthAsync(1);

        _time.Advance(TimeSpan.FromSeconds(10));
        var second = await _processes.NthAsync(2);
        await Eventually.True(() => process.Killed, "the process is killed");
        invocation.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(30));

        (await invocation).ErrorMessage().ShouldEndWith("Error: Task timed out after 30.00 seconds");
        await Eventually.True(() => second.Killed, "the second process is killed");
        host.Log.Failures.Select(failure => failure.InitDuration).ShouldBe([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)]);
        host.Functions.Statistics.Single().ShouldSatisfyAllConditions(s => s.ColdStarts.ShouldBe(2), s => s.Errors.ShouldBe(1), s => s.Environments.ShouldBe(0));
    }

    [Fact]
    public async Task An_invocation_beyond_the_reserved_concurrency_is_throttled()
    {
        await using var host = await StartAsync(new(), reservedConcurrency: 1);
        var first = host.InvokeAsync("{}");

        var second = await host.InvokeAsync("{}");

        second.Throttled.ShouldBeTrue();
        second.Succeeded.ShouldBeFalse();
        await AnswerAsync(host, await _processes.NthAsync(1));
        (await first).Succeeded.ShouldBeTrue();
        host.Functions.Statistics.Single().Throttles.ShouldBe(1);
    }

    [Fact]
    public async Task A_reserved_concurrency_of_zero_throttles_everything()
    {
        await using var host = await StartAsync(new(), reservedConcurrency: 0);

        (await host.InvokeAsync("{}")).Throttled.ShouldBeTrue();

        _processes.Started.ShouldBeEmpty();
    }

    [Fact]
    public async Task Invocations_wait_in_the_order_of_their_coming_when_no_more_processes_may_start()
    {
        await using var host = await StartAsync(new() { MaximumEnvironments = 1 });
        var invocations = Enumerable.Range(0, 3).Select(n => host.InvokeAsync($$"""{"n":{{n}}}""")).ToList();
        var process = await _processes.NthAsync(1);

        var order = new List<string>();
        foreach (var _ in invocations)
        {
            order.Add(await AnswerAsync(host, process));
        }

        await Task.WhenAll(invocations);
        order.ShouldBe(["""{"n":0}""", """{"n":1}""", """{"n":2}"""]);
        _processes.Started.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_caller_that_gives_up_leaves_the_queue()
    {
        await using var host = await StartAsync(new() { MaximumEnvironments = 1 });
        var first = host.InvokeAsync("""{"n":0}""");
        using var cancellation = new CancellationTokenSource();
        var second = host.InvokeAsync("""{"n":1}""", cancellation.Token);
        var third = host.InvokeAsync("""{"n":2}""");

        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(second);

        var process = await _processes.NthAsync(1);
        (await AnswerAsync(host, process)).ShouldBe("""{"n":0}""");
        (await AnswerAsync(host, process)).ShouldBe("""{"n":2}""");
        await Task.WhenAll(first, third);
    }

    [Fact]
    public async Task A_report_tells_duration_init_and_what_is_billed()
    {
        await using var host = await StartAsync(new());
        var invocation = host.InvokeAsync("{}");
        var process = await _processes.NthAsync(1);
        _time.Advance(TimeSpan.FromMilliseconds(120.4));
        using var next = await process.NextAsync(host.Client);
        _time.Advance(TimeSpan.FromMilliseconds(10.2));
        await process.PostAsync(host.Client, $"invocation/{next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single()}/response", "1");
        await invocation;
        host.Log.Reports.ShouldBeEmpty();
        var poll = process.NextAsync(host.Client);
        await Eventually.True(() => Environment(host)?.State == EnvironmentState.Ready, "it waits for work");

        var report = host.Log.Reports.ShouldHaveSingleItem();

        report.Duration.ShouldBe(TimeSpan.FromMilliseconds(10.2));
        report.InitDuration.ShouldBe(TimeSpan.FromMilliseconds(120.4));
        report.BilledDuration.ShouldBe(TimeSpan.FromMilliseconds(131));
        report.MaximumMemoryMegabytes.ShouldBe(42);
        report.Status.ShouldBe(InvocationStatus.Success);
        poll.IsCompleted.ShouldBeFalse();
    }

    private static ExecutionEnvironment? Environment(FunctionHost host) => host.Functions.Environments.SingleOrDefault();

    private static async Task<string> AnswerAsync(FunctionHost host, FakeProcess process)
    {
        using var next = await process.NextAsync(host.Client);
        var payload = await next.Content.ReadAsStringAsync();
        var id = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
        await process.PostAsync(host.Client, $"invocation/{id}/response", "null");
        return payload;
    }

    private Task<FunctionHost> StartAsync(FunctionOptions options, int? reservedConcurrency = null)
    {
        FunctionResource function = Function("Sample", _bootstrap.Folder) with { ReservedConcurrentExecutions = reservedConcurrency };
        return FunctionHost.StartAsync(function, options, _time, _processes.Start);
    }
}

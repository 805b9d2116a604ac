using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Functions;
using SensorWatch.Templates.Resources;
using static SensorWatch.Local.Tests.Functions.FunctionBuilder;

namespace SensorWatch.Local.Tests.Functions;

/// <summary>Functions as real processes.</summary>
public sealed class FunctionProcessTests : IDisposable
{
    private readonly TestBootstrap _bootstrap = new();

    public void Dispose() => _bootstrap.Dispose();

    [Fact]
    public async Task A_function_answers_with_what_its_process_returns()
    {
        await using var host = await FunctionHost.StartAsync(Sample());

        var result = await host.InvokeAsync(new { @do = "echo", value = new { sensor = "søndre", n = 3.50 } });

        result.Succeeded.ShouldBeTrue();
        result.Json().ToJsonString().ShouldContain("3.5");
        result.Json()["sensor"]!.GetValue<string>().ShouldBe("søndre");
    }

    [Fact]
    public async Task One_process_serves_invocations_that_follow_each_other()
    {
        await using var host = await FunctionHost.StartAsync(Sample());

        var first = await host.InvokeAsync(new { @do = "pid" });
        var second = await host.InvokeAsync(new { @do = "pid" });

        second.Json().GetValue<int>().ShouldBe(first.Json().GetValue<int>());
        var statistics = host.Functions.Statistics.Single();
        statistics.ColdStarts.ShouldBe(1);
        statistics.Invocations.ShouldBe(2);
        statistics.ProcessIds.ShouldBe([first.Json().GetValue<int>()]);
        await Eventually.True(() => host.Log.Reports.Count == 2, "both are reported");
        host.Log.Reports.Select(report => report.ColdStart).ShouldBe([true, false]);
    }

    [Fact]
    public async Task The_process_gets_lambdas_variables_and_its_own_and_nothing_else()
    {
        Environment.SetEnvironmentVariable("LOCAL_TESTS_SECRET", "not for functions");
        await using var host = await FunctionHost.StartAsync(Sample() with
        {
            MemorySizeMegabytes = 256,
            Environment = new Dictionary<string, string> { ["TABLE_NAME"] = "Rows" },
        });

        var variables = (await host.InvokeAsync(new { @do = "env" })).Json().AsObject()
            .ToDictionary(variable => variable.Key, variable => variable.Value!.GetValue<string>());

        variables["_HANDLER"].ShouldBe("SampleHandler");
        variables["TABLE_NAME"].ShouldBe("Rows");
        variables["AWS_LAMBDA_FUNCTION_NAME"].ShouldBe("Sample");
        variables["AWS_LAMBDA_FUNCTION_VERSION"].ShouldBe("$LATEST");
        variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"].ShouldBe("256");
        variables["AWS_LAMBDA_LOG_GROUP_NAME"].ShouldBe("/aws/lambda/Sample");
        variables["AWS_LAMBDA_LOG_STREAM_NAME"].ShouldMatch(@"^\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}$");
        variables["AWS_LAMBDA_INITIALIZATION_TYPE"].ShouldBe("on-demand");
        variables["AWS_REGION"].ShouldBe("eu-north-1");
        variables["AWS_DEFAULT_REGION"].ShouldBe("eu-north-1");
        variables["AWS_ENDPOINT_URL"].ShouldBe($"http://127.0.0.1:{host.Address.Port}");
        variables["LAMBDA_TASK_ROOT"].ShouldBe(_bootstrap.Folder);
        variables["TZ"].ShouldBe(":UTC");
        variables["AWS_ACCESS_KEY_ID"].ShouldStartWith("LOCAL");
        variables.ShouldNotContainKey("LOCAL_TESTS_SECRET");
    }

    [Fact]
    public async Task Each_invocation_carries_its_id_deadline_arn_and_trace()
    {
        var before = DateTimeOffset.UtcNow;
        await using var host = await FunctionHost.StartAsync(Sample());

        var result = await host.InvokeAsync(new { @do = "headers" });

        var headers = result.Json();
        headers["lambda-runtime-aws-request-id"]!.GetValue<string>().ShouldBe(result.RequestId);
        headers["lambda-runtime-invoked-function-arn"]!.GetValue<string>().ShouldBe("arn:aws:lambda:eu-north-1:123456789012:function:Sample");
        headers["lambda-runtime-trace-id"]!.GetValue<string>().ShouldMatch("^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$");
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(headers["lambda-runtime-deadline-ms"]!.GetValue<string>()));
        deadline.ShouldBeInRange(before.AddSeconds(29), DateTimeOffset.UtcNow.AddSeconds(30));
    }

    [Fact]
    public async Task A_handlers_error_is_the_answer_and_the_process_lives_on()
    {
        await using var host = await FunctionHost.StartAsync(Sample());

        var result = await host.InvokeAsync(new { @do = "fail" });
        await host.InvokeAsync(new { @do = "pid" });

        result.FunctionError.ShouldBe("Unhandled");
        result.ErrorType().ShouldBe("HandlerError");
        result.ErrorMessage().ShouldBe("the handler failed");
        host.Functions.Statistics.Single().ColdStarts.ShouldBe(1);
    }

    [Fact]
    public async Task A_process_that_ends_in_the_middle_fails_its_invocation_and_is_replaced()
    {
        await using var host = await FunctionHost.StartAsync(Sample());
        var before = (await host.InvokeAsync(new { @do = "pid" })).Json().GetValue<int>();

        var crashed = await host.InvokeAsync(new { @do = "exit", code = 3 });
        var after = (await host.InvokeAsync(new { @do = "pid" })).Json().GetValue<int>();

        crashed.FunctionError.ShouldBe("Unhandled");
        crashed.ErrorType().ShouldBe("Runtime.ExitError");
        crashed.ErrorMessage().ShouldBe($"RequestId: {crashed.RequestId} Error: Runtime exited with error: exit status 3");
        after.ShouldNotBe(before);
        host.Log.Failures.ShouldHaveSingleItem().Reason.ShouldBe("Runtime exited with error: exit status 3");
    }

    [Fact]
    public async Task A_process_that_is_killed_in_the_middle_fails_its_invocation()
    {
        await using var host = await FunctionHost.StartAsync(Sample());
        var pid = (await host.InvokeAsync(new { @do = "pid" })).Json().GetValue<int>();
        var file = Path.Combine(_bootstrap.NewFolder(), "hold");
        var invocation = host.InvokeAsync(new { @do = "hold", file });
        await Eventually.True(() => File.Exists(file + ".running"), "the invocation runs");

        Process.GetProcessById(pid).Kill();

        (await invocation).ErrorMessage().ShouldEndWith("Error: Runtime exited with error: signal: killed");
    }

    [Fact]
    public async Task A_process_that_dies_idle_is_noticed_and_dropped()
    {
        await using var host = await FunctionHost.StartAsync(Sample());
        var pid = (await host.InvokeAsync(new { @do = "pid" })).Json().GetValue<int>();

        Process.GetProcessById(pid).Kill();

        await Eventually.True(() => host.Functions.Statistics.Single().Environments == 0, "the dead process is dropped");
        (await host.InvokeAsync(new { @do = "pid" })).Json().GetValue<int>().ShouldNotBe(pid);
    }

    [Fact]
    public async Task A_process_that_ends_at_its_start_fails_the_invocation_it_was_started_for()
    {
        await using var host = await FunctionHost.StartAsync(Sample(init: "exit"));

        var result = await host.InvokeAsync(new { @do = "pid" });

        result.ErrorType().ShouldBe("Runtime.ExitError");
        result.ErrorMessage().ShouldEndWith("exit status 7");
    }

    [Fact]
    public async Task An_error_posted_at_the_start_is_the_answer()
    {
        await using var host = await FunctionHost.StartAsync(Sample(init: "error"));

        var result = await host.InvokeAsync(new { @do = "pid" });

        result.ErrorType().ShouldBe("Init.Broken");
        result.ErrorMessage().ShouldBe("no configuration");
    }

    [Fact]
    public async Task A_file_that_the_system_cannot_start_is_an_invalid_entrypoint()
    {
        File.WriteAllText(Path.Combine(_bootstrap.Folder, "bootstrap"), "no program at all");
        await using var host = await FunctionHost.StartAsync(Sample());

        var result = await host.InvokeAsync(new { @do = "pid" });

        result.ErrorType().ShouldBe("Runtime.InvalidEntrypoint");
    }

    [Fact]
    public async Task A_function_that_takes_longer_than_its_timeout_is_killed_and_replaced()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await FunctionHost.StartAsync(Sample() with { TimeoutSeconds = 3 }, time: time);
        var pid = (await host.InvokeAsync(new { @do = "pid" })).Json().GetValue<int>();
        var file = Path.Combine(_bootstrap.NewFolder(), "never");
        var invocation = host.InvokeAsync(new { @do = "hold", file });
        await Eventually.True(() => File.Exists(file + ".running"), "the invocation runs");

        time.Advance(TimeSpan.FromSeconds(3));
        var result = await invocation;

        result.ErrorType().ShouldBe("Sandbox.Timedout");
        result.ErrorMessage().ShouldBe($"RequestId: {result.RequestId} Error: Task timed out after 3.00 seconds");
        await Eventually.True(() => !IsRunning(pid), "the process is killed");
        (await host.InvokeAsync(new { @do = "pid" })).Json().GetValue<int>().ShouldNotBe(pid);
        host.Log.Reports.ElementAt(1).Status.ShouldBe(InvocationStatus.Timeout);
    }

    [Fact]
    public async Task An_answer_over_the_limit_is_replaced_by_an_error_and_the_process_lives_on()
    {
        await using var host = await FunctionHost.StartAsync(Sample());

        // The answer is a JSON string: two quotes more.
        var fits = await host.InvokeAsync(new { @do = "big", size = 6_291_556 - 2 });
        var tooLarge = await host.InvokeAsync(new { @do = "big", size = 6_291_556 - 1 });

        fits.Succeeded.ShouldBeTrue();
        tooLarge.ErrorType().ShouldBe("Function.ResponseSizeTooLarge");
        (await host.InvokeAsync(new { @do = "echo", value = 1 })).Succeeded.ShouldBeTrue();
        host.Functions.Statistics.Single().ColdStarts.ShouldBe(1);
    }

    [Fact]
    public async Task Concurrent_invocations_run_in_processes_of_their_own()
    {
        const int Count = 3;
        await using var host = await FunctionHost.StartAsync(Sample(), new() { MaximumEnvironments = Count });
        var folder = _bootstrap.NewFolder();

        var results = await Task.WhenAll(
            Enumerable.Range(0, Count).Select(_ => host.InvokeAsync(new { @do = "meet", folder, count = Count })));

        results.Select(result => result.Json().GetValue<int>()).Distinct().Count().ShouldBe(Count);
    }

    [Fact]
    public async Task More_invocations_than_processes_wait_their_turn()
    {
        await using var host = await FunctionHost.StartAsync(Sample(), new() { MaximumEnvironments = 2 });

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => host.InvokeAsync(new { @do = "echo", value = n })));

        results.Select(result => result.Json().GetValue<int>()).ShouldBe(Enumerable.Range(0, 40));
        host.Functions.Statistics.Single().ColdStarts.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task What_a_process_writes_is_logged_line_by_line()
    {
        await using var host = await FunctionHost.StartAsync(Sample());

        await host.InvokeAsync(new { @do = "log", value = "first\nsecond" });

        await Eventually.True(() => host.Log.Lines.Count == 4, "four lines are logged");
        host.Log.Lines.Select(line => line.Message).Order().ShouldBe(["error: first", "first", "second", "second"]);
        host.Log.Lines.ShouldAllBe(line => line.LogGroupName == "/aws/lambda/Sample" && line.LogStreamName.Contains("[$LATEST]"));
    }

    [Fact]
    public async Task Stopping_ends_every_process()
    {
        var host = await FunctionHost.StartAsync(Sample());
        var pid = (await host.InvokeAsync(new { @do = "pid" })).Json().GetValue<int>();
        var hanging = host.InvokeAsync(new { @do = "hang" });

        await host.DisposeAsync();

        IsRunning(pid).ShouldBeFalse();
        await Should.ThrowAsync<OperationCanceledException>(hanging);
    }

    private static bool IsRunning(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private FunctionResource Sample(string? init = null) => Function("Sample", _bootstrap.Folder) with
    {
        Environment = init is null ? new Dictionary<string, string>() : new() { ["INIT"] = init },
    };
}

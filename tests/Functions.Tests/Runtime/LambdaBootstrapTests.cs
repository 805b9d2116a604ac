using System.Text.Json.Nodes;

namespace SensorWatch.Functions.Tests.Runtime;

/// <summary>The start of an execution environment, and its end.</summary>
[Collection(nameof(EnvironmentVariables))]
public sealed class LambdaBootstrapTests : IAsyncLifetime
{
    private RuntimeHost _host = null!;

    public async Task InitializeAsync() => _host = await RuntimeHost.CreateAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("Missing", "There is no handler \"Missing\"")]
    [InlineData("", "_HANDLER is not set")]
    [InlineData(null, "_HANDLER is not set")]
    public async Task An_unknown_handler_is_an_init_error_that_lists_the_known_ones(string? name, string expected)
    {
        _host.Environment.Remove("_HANDLER");
        if (name is not null)
        {
            _host.Environment["_HANDLER"] = name;
        }

        _host.Start();

        var post = await _host.Api.ReceiveAsync();
        post.Path.ShouldBe("/init/error");
        post.ErrorType.ShouldBe("Runtime.NoSuchHandler");
        post.Json["errorType"]!.GetValue<string>().ShouldBe("Runtime.NoSuchHandler");
        post.Json["errorMessage"]!.GetValue<string>().ShouldBe(
            $"{expected}; the function's Handler must be one of: TestHandler, OtherHandler.");
        (await _host.Exit).ShouldBe(1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public async Task A_missing_variable_is_an_init_error_that_names_it(string? value)
    {
        _host.Environment.Remove(TestHandler.Greeting);
        if (value is not null)
        {
            _host.Environment[TestHandler.Greeting] = value;
        }

        _host.Start();

        var post = await _host.Api.ReceiveAsync();
        post.ErrorType.ShouldBe("Runtime.ConfigInvalid");
        post.Json["errorMessage"]!.GetValue<string>().ShouldContain(TestHandler.Greeting);
        (await _host.Exit).ShouldBe(1);
    }

    [Fact]
    public async Task A_handler_may_read_only_the_variables_that_it_declares()
    {
        _host.Create = services => throw new InvalidOperationException(services.Settings["AWS_LAMBDA_FUNCTION_NAME"]);

        _host.Start();

        var post = await _host.Api.ReceiveAsync();
        post.ErrorType.ShouldBe("Function.ArgumentException");
        post.Json["errorMessage"]!.GetValue<string>().ShouldContain("AWS_LAMBDA_FUNCTION_NAME");
    }

    [Fact]
    public async Task A_declared_variable_is_read_by_its_name()
    {
        string? greeting = null;
        _host.Create = services =>
        {
            greeting = services.Settings[TestHandler.Greeting];
            return new TestHandler(_host.Handle);
        };

        _host.Start();
        await _host.Api.Started.Task;

        greeting.ShouldBe("hello");
    }

    [Fact]
    public async Task A_handler_that_cannot_be_made_is_an_init_error_with_its_stack_trace_and_cause()
    {
        _host.Create = _ => throw new InvalidOperationException("no table", new FormatException("bad name"));

        _host.Start();

        var post = await _host.Api.ReceiveAsync();
        post.Path.ShouldBe("/init/error");
        post.ErrorType.ShouldBe("Function.InvalidOperationException");
        post.Json["errorType"]!.GetValue<string>().ShouldBe("InvalidOperationException");
        post.Json["errorMessage"]!.GetValue<string>().ShouldBe("no table");
        post.Json["stackTrace"].ShouldBeOfType<JsonArray>().ShouldNotBeEmpty();
        post.Json["cause"]!["errorType"]!.GetValue<string>().ShouldBe("FormatException");
        _host.Log.ShouldHaveSingleItem()["level"]!.GetValue<string>().ShouldBe("FATAL");
        (await _host.Exit).ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_runtime_API_it_says_how_it_is_meant_to_be_started()
    {
        _host.Environment.Remove("AWS_LAMBDA_RUNTIME_API");

        _host.Start();

        (await _host.Exit).ShouldBe(1);
        _host.Log.ShouldHaveSingleItem()["message"]!.GetValue<string>().ShouldContain("dotnet run --project infra/Local");
    }

    [Fact]
    public async Task Stopping_while_it_waits_for_an_event_ends_it_with_exit_code_0()
    {
        _host.Start();
        await _host.Api.Started.Task;

        await _host.StopAsync();

        (await _host.Exit.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBe(0);
    }

    [Fact]
    public async Task Stopping_during_an_invocation_tells_the_handler_and_still_answers()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.Handle = async (_, _, cancellationToken) =>
        {
            var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = cancellationToken.Register(cancelled.SetResult);
            begun.SetResult();
            await cancelled.Task;
            return new("half done");
        };
        _host.Start();
        await _host.SendAsync("work");
        await begun.Task;

        await _host.StopAsync();

        (await _host.Api.ReceiveAsync()).Body.ShouldBe("""{"text":"half done"}""");
        (await _host.Exit).ShouldBe(0);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(403)]
    public async Task An_error_instead_of_an_event_ends_it(int status)
    {
        _host.Api.NextStatus = status;

        _host.Start();

        (await _host.Exit).ShouldBe(1);
        _host.Log.ShouldHaveSingleItem()["errorMessage"]!.GetValue<string>().ShouldContain($"{status}");
    }

    [Fact]
    public async Task A_runtime_API_that_is_gone_ends_it()
    {
        _host.Start();
        await _host.Api.Started.Task;

        await _host.Api.DisposeAsync();

        (await _host.Exit.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBe(1);
    }
}

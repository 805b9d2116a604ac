using System.Diagnostics;
using System.Globalization;
using SensorWatch.Functions.Handlers;

namespace SensorWatch.Functions.Tests.Runtime;

/// <summary>The executable itself, started as Lambda starts it.</summary>
public sealed class ExecutableTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private FakeRuntimeApi _api = null!;

    public async Task InitializeAsync() => _api = await FakeRuntimeApi.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task An_unknown_handler_ends_it_with_exit_code_1_and_the_list_of_all_handlers()
    {
        using var process = Start("Nobody");

        var post = await _api.ReceiveAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);

        post.Path.ShouldBe("/init/error");
        HandlerTable.All.ShouldNotBeEmpty();
        post.Json["errorMessage"]!.GetValue<string>().ShouldEndWith(
            string.Join(", ", HandlerTable.All.Select(handler => handler.Name)) + ".");
        process.ExitCode.ShouldBe(1);
    }

    [UnixFact]
    public async Task SIGTERM_ends_it_with_exit_code_0()
    {
        using var process = Start(HandlerTable.All[0].Name, HandlerTable.All[0].Variables);
        await _api.Started.Task.WaitAsync(Patience);

        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync().WaitAsync(Patience);

        process.ExitCode.ShouldBe(0);
    }

    private Process Start(string handler, IReadOnlyList<string>? variables = null)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "bootstrap.exe" : "bootstrap"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment =
            {
                ["_HANDLER"] = handler,
                ["AWS_LAMBDA_RUNTIME_API"] = _api.Address,
                ["AWS_REGION"] = "eu-west-1",
                ["AWS_ACCESS_KEY_ID"] = "key",
                ["AWS_SECRET_ACCESS_KEY"] = "secret",
            },
        };
        foreach (var variable in variables ?? [])
        {
            start.Environment[variable] = "value";
        }

        return Process.Start(start)!;
    }
}

using System.Diagnostics;
using SensorWatch.Contracts;
using SensorWatch.Infra.Cost;
using SensorWatch.Infra.Tests.Synthesis;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Pricing;

namespace SensorWatch.Infra.Tests;

/// <summary>The app as the CDK CLI and the local runner start it: a process, told by environment variables.</summary>
[Collection(SynthesisTests.Name)]
public sealed class ProgramTests(SynthesizedSystem system) : IDisposable
{
    private readonly TemporaryFolder _output = new();

    [Fact]
    public async Task A_missing_package_is_one_line_and_no_stack_trace()
    {
        var (exitCode, error) = await RunAsync("""{"package": "no/such/folder"}""");

        exitCode.ShouldBe(1);
        error.ShouldStartWith("No function package: ");
        error.ShouldContain("`dotnet publish functions/Functions -c Release`");
        error.Trim().ShouldNotContain('\n');
    }

    [Fact]
    public async Task An_unknown_environment_is_one_line_and_no_stack_trace()
    {
        var (exitCode, error) = await RunAsync($$"""{"package": "{{StandIn}}", "environment": "qa"}""");

        exitCode.ShouldBe(1);
        error.Trim().ShouldBe("Unknown environment 'qa'. Known environments: dev, staging, prod.");
    }

    [Fact]
    public async Task A_context_value_of_another_kind_is_one_line_and_no_stack_trace()
    {
        var (exitCode, error) = await RunAsync("""{"environment": ["dev"]}""");

        exitCode.ShouldBe(1);
        error.Trim().ShouldBe("""The context key 'environment' expects text; it has ["dev"].""");
    }

    [Fact]
    public async Task One_environment_alone_has_the_templates_that_it_has_among_all()
    {
        var (exitCode, error) = await RunAsync($$"""{"package": "{{StandIn}}", "environment": "dev"}""");

        exitCode.ShouldBe(0, error);
        var stacks = SynthesizedSystem.StacksOf(_output.Path).ToDictionary(stack => stack.Id, stack => stack.Json.ToJsonString());
        stacks.Keys.ShouldBe(["Dev/Monitoring", "Dev/Services", "Dev/State"], ignoreOrder: true);
        foreach (var (id, template) in stacks)
        {
            template.ShouldBe(system[id].Json.ToJsonString());
        }

        var forecast = ForecastFile.Read(_output.Path).ShouldNotBeNull();
        forecast.Stages.Select(stage => stage.Stage).ShouldBe(["Dev"]);
        forecast.Unit.CountIn(SampleReadings.Published(SampleReadings.Metadata(ReadingsRecorded.Contract), ReadingsRecorded.Example).Event)
            .ShouldBe(ReadingsRecorded.Example.Readings.Count);
        var report = CostCalculator.Price([("dev", CloudAssembly.Load(_output.Path))], "dev", new());
        forecast.Stages[0].PerThousand.ShouldBe(report.PerMillionReadings(report.Designs[0]) / 1000, 1e-12);
    }

    public void Dispose() => _output.Dispose();

    // A path of the test's own, for a context that is JSON on every system.
    private static string StandIn => Path.GetRelativePath(RepositoryFolder.Path, RepositoryFolder.StandInPackage).Replace('\\', '/');

    private async Task<(int ExitCode, string Error)> RunAsync(string context)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(SensorWatchApp).Assembly.Location])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            Environment = { ["CDK_CONTEXT_JSON"] = context, ["CDK_OUTDIR"] = _output.Path },
        })!;
        var error = await process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, error);
    }
}

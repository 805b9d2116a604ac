using SensorWatch.Local.Functions;
using SensorWatch.Local.Hosting;
using SensorWatch.Templates.Resources;
using static SensorWatch.Local.Tests.Functions.FunctionBuilder;

namespace SensorWatch.Local.Tests.Functions;

public sealed class RefusedFunctionTests : IDisposable
{
    private readonly TestBootstrap _bootstrap = new();

    public void Dispose() => _bootstrap.Dispose();

    [Fact]
    public void A_managed_runtime_is_refused_by_name() =>
        Problem(Function("Sample", _bootstrap.Folder) with { Runtime = "nodejs22.x" })
            .ShouldStartWith("App/Sample: runtime 'nodejs22.x' is not run here");

    [Fact]
    public void A_package_without_executable_is_refused_with_the_expected_file()
    {
        var folder = _bootstrap.NewFolder();

        Problem(Function("Sample", folder)).ShouldContain(Path.Combine(folder, Bootstrap.FileName));
    }

    [Fact]
    public void Code_that_is_no_file_asset_is_refused() =>
        Problem(Function("Sample", null)).ShouldContain("not a file asset");

    [Fact]
    public void Variables_that_lambda_keeps_for_itself_are_refused() =>
        Problem(Function("Sample", _bootstrap.Folder) with { Environment = new Dictionary<string, string> { ["AWS_REGION"] = "x" } })
            .ShouldContain("AWS_REGION");

    [Fact]
    public void All_functions_that_cannot_run_are_named_at_once()
    {
        var refusal = Should.Throw<LocalException>(() => new FunctionService(
            [Function("One", null), Function("Two", null), Function("Good", _bootstrap.Folder)],
            new("http://127.0.0.1:1"),
            new(),
            TimeProvider.System,
            new RecordingLog()));

        refusal.Message.Split(System.Environment.NewLine).Length.ShouldBe(2);
        refusal.ExitCode.ShouldBe(ExitCodes.Refused);
    }

    private static string Problem(FunctionResource function) => Bootstrap.Problem(function).ShouldNotBeNull();
}

using SensorWatch.Local.Functions;
using SensorWatch.Templates.Resources;
using static SensorWatch.Local.Tests.Functions.FunctionBuilder;

namespace SensorWatch.Local.Tests.Functions;

public sealed class RefusedFunctionTests : IDisposable
{
    private readonly TestBootstrap _bootstrap = new();

    public void Dispose() => _bootstrap.Dispose();

    [Fact]
    public void A_managed_runtime_is_refused_by_name() =>
        Reason(Function("Sample", _bootstrap.Folder) with { Runtime = "nodejs22.x" })
            .ShouldStartWith("runtime 'nodejs22.x' is not run here");

    [Fact]
    public void A_package_without_executable_is_refused_with_the_expected_file()
    {
        var folder = _bootstrap.NewFolder();

        Reason(Function("Sample", folder)).ShouldContain(Path.Combine(folder, Bootstrap.FileName));
    }

    [Fact]
    public void Code_that_is_no_file_asset_is_refused() =>
        Reason(Function("Sample", null)).ShouldContain("not a folder of the cloud assembly");

    [Fact]
    public void Variables_that_lambda_keeps_for_itself_are_refused() =>
        Reason(Function("Sample", _bootstrap.Folder) with { Environment = new Dictionary<string, string> { ["AWS_REGION"] = "x" } })
            .ShouldContain("AWS_REGION");

    [Fact]
    public void All_functions_that_cannot_run_are_named_at_once()
    {
        var refusal = Should.Throw<RefusedException>(() => new FunctionService(
            [Function("One", null), Function("Two", null), Function("Good", _bootstrap.Folder)],
            new("http://127.0.0.1:1"),
            new(),
            TimeProvider.System,
            new RecordingLog()));

        refusal.Refusals.Select(refused => refused.ResourcePath).ShouldBe(["App/One", "App/Two"]);
    }

    private static string Reason(FunctionResource function) => Bootstrap.ReasonToRefuse(function).ShouldNotBeNull();
}

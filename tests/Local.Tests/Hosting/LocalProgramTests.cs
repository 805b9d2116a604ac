using SensorWatch.Local.Hosting;

namespace SensorWatch.Local.Tests.Hosting;

public sealed class LocalProgramTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData("--port", "70000", "--port takes a number from 0 to 65535; 70000 came.")]
    [InlineData("--max-processes", "0", "--max-processes takes a number from 1 to 1000; 0 came.")]
    [InlineData("--package", "tarball", "--package takes quick or native.")]
    [InlineData("--assembly", "/no/such/folder", "There is no folder /no/such/folder.")]
    [InlineData("--prot", "1", "--prot")]
    public async Task A_wrong_option_is_explained(string option, string value, string message)
    {
        var exitCode = await LocalProgram.RunAsync([option, value], _output, _error);

        exitCode.ShouldBe(ExitCodes.Usage);
        _error.ToString().ShouldContain(message);
        _error.ToString().ShouldEndWith($"See --help.{Environment.NewLine}");
    }

    [Fact]
    public async Task Help_teaches_with_examples()
    {
        var exitCode = await LocalProgram.RunAsync(["--help"], _output, _error);

        exitCode.ShouldBe(0);
        _output.ToString().ShouldContain("dotnet run --project infra/Local -- --data .data --port 4600");
        _output.ToString().ShouldContain("--package <quick|native>");
    }

    [Fact]
    public async Task A_folder_that_is_no_assembly_is_one_message()
    {
        using var folder = new TemporaryFolder();

        var exitCode = await LocalProgram.RunAsync(["--assembly", folder.Path, "--port", "0"], _output, _error);

        exitCode.ShouldBe(ExitCodes.Refused);
        _error.ToString().ShouldContain("manifest.json");
        _error.ToString().ShouldNotContain("   at ");
    }

    [Fact]
    public async Task With_once_it_ends_by_itself_when_nothing_is_left_to_do()
    {
        using var folder = new TemporaryFolder();
        folder.Write("manifest.json", """{ "version": "36.0.0", "artifacts": {} }""");

        var exitCode = await LocalProgram.RunAsync(["--assembly", folder.Path, "--port", "0", "--once"], _output, _error);

        exitCode.ShouldBe(0, _error.ToString());
        _output.ToString().ShouldContain("Ready: http://127.0.0.1:");
        _output.ToString().ShouldContain("Nothing is left to do.");
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_used_is_one_message()
    {
        using var folder = new TemporaryFolder();
        folder.Write("manifest.json", """{ "version": "36.0.0", "artifacts": {} }""");
        var file = folder.Write("file", "no folder");

        var exitCode = await LocalProgram.RunAsync(["--assembly", folder.Path, "--port", "0", "--data", file], _output, _error);

        exitCode.ShouldBe(ExitCodes.Usage);
        _error.ToString().ShouldContain("--data");
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using SensorWatch.Local.Hosting;

namespace SensorWatch.Local.Tests.Hosting;

public sealed class SynthesizerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ProjectLayout _project;
    private readonly Synthesizer _synthesizer;

    public SynthesizerTests()
    {
        ProjectFiles.Write(_folder, "artifacts/bin/Infra/debug", "artifacts/bin/Functions/debug");
        _project = new(_folder.Path, "debug");
        _synthesizer = new(_project, NullLogger.Instance);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task When_nothing_has_changed_the_earlier_assembly_is_taken()
    {
        var fingerprint = Fingerprint.Of(_project.App, _project.Package(PackageKind.Quick), _project.CdkJson, "dev", _project.Package(PackageKind.Quick));
        _folder.Write("artifacts/local/dev/fingerprint", fingerprint);
        _folder.Write("artifacts/local/dev/cdk.out/manifest.json", "{}");

        var assembly = await SynthesizeAsync();

        assembly.ShouldBe(Path.Combine(_folder.Path, "artifacts", "local", "dev", "cdk.out"));
    }

    [Fact]
    public async Task An_app_that_fails_is_told_with_its_words_and_leaves_no_fingerprint()
    {
        _folder.Write("artifacts/local/dev/fingerprint", "of an earlier state");

        var exception = await Should.ThrowAsync<LocalException>(SynthesizeAsync());

        exception.Message.ShouldStartWith("The CDK app failed with exit code");
        exception.Message.ShouldContain("fatal error");
        exception.ExitCode.ShouldNotBe(0);
        File.Exists(Path.Combine(_folder.Path, "artifacts", "local", "dev", "fingerprint")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_native_package_that_is_missing_names_the_command_that_makes_it() =>
        (await Should.ThrowAsync<LocalException>(SynthesizeAsync(PackageKind.Native))).Message
            .ShouldContain("dotnet publish functions/Functions -c Release");

    [Fact]
    public async Task An_app_that_is_not_built_is_told()
    {
        File.Delete(_project.App);

        (await Should.ThrowAsync<LocalException>(SynthesizeAsync())).Message.ShouldContain(_project.App);
    }

    [Fact]
    public void A_missing_node_is_one_message_with_an_exit_code_of_its_own()
    {
        var exception = Should.Throw<LocalException>(() => Synthesizer.RequireNode($"{_folder.Path}{Path.PathSeparator}"));

        exception.Message.ShouldStartWith("Node.js is needed");
        exception.ExitCode.ShouldBe(ExitCodes.NodeMissing);
    }

    [Fact]
    public void A_context_that_is_no_json_is_told_with_its_file()
    {
        var file = _folder.Write("broken.json", "{");

        Should.Throw<LocalException>(() => Synthesizer.ReadContext(file)).Message.ShouldContain(file);
    }

    [Fact]
    public void The_project_is_found_upward_from_the_current_folder()
    {
        var deep = Directory.CreateDirectory(Path.Combine(_folder.Path, "a", "b")).FullName;

        ProjectLayout.Find(deep, Path.Combine(_folder.Path, "artifacts", "bin", "Local", "release") + "/")
            .ShouldBe(new ProjectLayout(_folder.Path, "release"));
    }

    [Fact]
    public void Without_a_project_an_assembly_is_asked_for()
    {
        File.Delete(_project.CdkJson);

        Should.Throw<LocalException>(() => ProjectLayout.Find(_folder.Path, _folder.Path)).Message.ShouldContain("--assembly");
    }

    private Task<string> SynthesizeAsync(PackageKind package = PackageKind.Quick) =>
        _synthesizer.SynthesizeAsync("dev", package, CancellationToken.None);
}

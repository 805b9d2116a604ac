using SensorWatch.Local.Hosting;

namespace SensorWatch.Local.Tests.Hosting;

public sealed class FingerprintTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _before;

    public FingerprintTests()
    {
        ProjectFiles.Write(_folder);
        _before = Compute();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_changed_is_the_same() => Compute().ShouldBe(_before);

    [Theory]
    [InlineData("app/Infra.dll")]
    [InlineData("app/Contracts.dll")]
    [InlineData("app/Infra.deps.json")]
    [InlineData("package/bootstrap")]
    [InlineData("package/new/file")]
    [InlineData("cdk.json")]
    public void A_change_of_what_synthesis_reads_is_another(string file)
    {
        var path = Path.Combine(_folder.Path, file);
        _folder.Write(file, File.Exists(path) ? File.ReadAllText(path) + " " : "new");

        Compute().ShouldNotBe(_before);
    }

    [Fact]
    public void The_same_content_under_another_name_is_another()
    {
        File.Move(Path.Combine(_folder.Path, "package", "bootstrap"), Path.Combine(_folder.Path, "package", "bootstrap2"));

        Compute().ShouldNotBe(_before);
    }

    [Fact]
    public void Other_options_are_another()
    {
        Compute("prod").ShouldNotBe(_before);
        Compute("d", "ev").ShouldNotBe(_before);
    }

    [Fact]
    public void A_packages_assembly_counts_by_its_version_only()
    {
        _folder.Write("app/Package.dll", "rebuilt");

        Compute().ShouldBe(_before);
    }

    private string Compute(params string[] options) => Fingerprint.Of(
        Path.Combine(_folder.Path, "app", "Infra.dll"),
        Path.Combine(_folder.Path, "package"),
        Path.Combine(_folder.Path, "cdk.json"),
        options.Length == 0 ? ["dev"] : options);
}

using SensorWatch.Infra.Package;
using SensorWatch.Infra.Tests.Synthesis;
using SensorWatch.Templates.Packages;

namespace SensorWatch.Infra.Tests;

public sealed class FunctionPackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(62, PackageArchitecture.X86)]
    [InlineData(183, PackageArchitecture.Arm64)]
    public void The_architecture_is_the_executables(byte machine, PackageArchitecture expected)
    {
        _folder.File("bootstrap", Elf(machine));

        FunctionPackage.Open(_folder.Path).ShouldBe(new FunctionPackage(_folder.Path, expected));
    }

    [Fact]
    public void A_big_endian_header_is_read_as_such()
    {
        var header = Elf(0);
        (header[5], header[18], header[19]) = (2, 0, 183);

        ElfHeader.Machine(header).ShouldBe(ElfHeader.Arm64);
    }

    [Theory]
    [InlineData("#!/bin/sh\nexit 0\n")]
    [InlineData("MZ")]
    [InlineData("")]
    public void What_is_no_ELF_file_counts_as_x86(string content)
    {
        _folder.File("bootstrap", System.Text.Encoding.UTF8.GetBytes(content));

        FunctionPackage.Open(_folder.Path).Architecture.ShouldBe(PackageArchitecture.X86);
    }

    [Fact]
    public void A_processor_that_Lambda_does_not_have_is_refused()
    {
        _folder.File("bootstrap", Elf(243));

        Should.Throw<ConfigurationException>(() => FunctionPackage.Open(_folder.Path)).Message.ShouldContain("built for ELF machine 243");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-such-folder")]
    public void A_missing_package_names_the_command_that_makes_it(string below) =>
        Should.Throw<ConfigurationException>(() => FunctionPackage.Open(Path.Combine(_folder.Path, below)))
            .Message.ShouldContain("`dotnet publish functions/Functions -c Release`");

    public void Dispose() => _folder.Dispose();

    private static byte[] Elf(byte machine)
    {
        var header = new byte[64];
        "\u007fELF"u8.CopyTo(header);
        (header[4], header[5], header[18]) = (2, 1, machine);
        return header;
    }
}

using SensorWatch.Templates.Packages;

namespace SensorWatch.Infra.Package;

/// <summary>The processor that a package was built for, by Lambda's names.</summary>
public enum PackageArchitecture
{
    X86,
    Arm64,
}

/// <summary>
/// The folder that is uploaded as every function's code: what <see cref="PublishCommand"/> writes. The architecture comes
/// from the executable itself, so that the template can't ask Lambda to run a program on the wrong processor.
/// </summary>
/// <param name="Directory">Absolute path.</param>
/// <param name="Architecture">The processor that <c>bootstrap</c> was built for.</param>
public sealed record FunctionPackage(string Directory, PackageArchitecture Architecture)
{
    /// <summary>Context key of the folder's path, absolute or relative to the project folder.</summary>
    public const string ContextKey = "package";

    public const string DefaultPath = "artifacts/package";

    public const string PublishCommand = "dotnet publish functions/Functions -c Release";

    /// <summary>The file that the custom runtime starts: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html</summary>
    private const string Executable = "bootstrap";

    /// <summary>Looks at the package in a folder.</summary>
    /// <exception cref="ConfigurationException">There is no package, or it is for a processor that Lambda doesn't have.</exception>
    public static FunctionPackage Open(string directory)
    {
        var executable = Path.Combine(directory, Executable);
        if (!File.Exists(executable))
        {
            throw new ConfigurationException(
                $"No function package: {executable} does not exist. Make it with `{PublishCommand}`, or name another folder with "
                + $"`--context {ContextKey}=FOLDER`.");
        }

        return new(directory, ReadArchitecture(executable));
    }

    private static PackageArchitecture ReadArchitecture(string executable)
    {
        Span<byte> start = stackalloc byte[20];
        using var file = File.OpenRead(executable);
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return ElfHeader.Machine(start[..length]) switch
        {
            ElfHeader.Arm64 => PackageArchitecture.Arm64,
            ElfHeader.X86 => PackageArchitecture.X86,
            // Not for Lambda at all: a local build on another system, or a stand-in. Lambda's own default then.
            null => PackageArchitecture.X86,
            var machine => throw new ConfigurationException(
                $"{executable} is built for ELF machine {machine}; Lambda runs {ElfHeader.X86} (x86_64) and {ElfHeader.Arm64} (arm64). "
                + $"Publish for one of these: `{PublishCommand} -r linux-x64`."),
        };
    }
}

using SensorWatch.Templates.Packages;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Code;

/// <summary>The packages of a deployment's functions; each folder is read once.</summary>
internal sealed class FunctionPackages(Deployment deployment)
{
    private const string Executable = "bootstrap";

    private readonly Dictionary<string, FunctionPackage> _packages = [];

    /// <summary>The functions whose package has a manifest, with their handler if the package has it.</summary>
    public IReadOnlyList<DescribedFunction> Described => field ??=
    [
        .. from function in deployment.Functions
           let manifest = Of(function)?.Manifest
           where manifest is not null
           select new DescribedFunction(function, manifest, manifest.Find(function.Handler)),
    ];

    /// <summary>The function's description; null when its package has no manifest.</summary>
    public DescribedFunction? Find(FunctionResource function) => Described.FirstOrDefault(described => described.Function == function);

    /// <summary>The function's package; null when its code is no folder of the assembly.</summary>
    public FunctionPackage? Of(FunctionResource function)
    {
        if (function.CodeDirectory is not { } folder || !Directory.Exists(folder))
        {
            return null;
        }

        if (!_packages.TryGetValue(folder, out var package))
        {
            package = Read(folder);
            _packages.Add(folder, package);
        }

        return package;
    }

    private static FunctionPackage Read(string folder)
    {
        var executable = Path.Combine(folder, Executable);
        var package = new FunctionPackage(File.Exists(executable), ReadMachine(executable));
        try
        {
            return package with { Manifest = PackageManifest.Read(folder) };
        }
        catch (FormatException exception)
        {
            return package with { Fault = exception.Message };
        }
    }

    private static int? ReadMachine(string executable)
    {
        if (!File.Exists(executable))
        {
            return null;
        }

        Span<byte> start = stackalloc byte[20];
        using var file = File.OpenRead(executable);
        return ElfHeader.Machine(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
    }
}

/// <summary>A package.</summary>
/// <param name="HasBootstrap">Whether it has the executable that custom runtimes start.</param>
/// <param name="Machine">ELF's number of the processor that it is for; null when it is no ELF file.</param>
internal sealed record FunctionPackage(bool HasBootstrap, int? Machine)
{
    /// <summary>Null when it has none.</summary>
    public PackageManifest? Manifest { get; init; }

    /// <summary>What is wrong with the manifest; null when nothing is.</summary>
    public string? Fault { get; init; }
}

/// <summary>A function whose package describes its handlers.</summary>
/// <param name="Function">The function.</param>
/// <param name="Manifest">What the package says.</param>
/// <param name="Handler">The function's handler; null when the package has none of that name.</param>
internal sealed record DescribedFunction(FunctionResource Function, PackageManifest Manifest, PackageHandler? Handler);

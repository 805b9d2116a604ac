using SensorWatch.Templates.Packages;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Code;

/// <summary>Whether a function's package is what Lambda is told that it is.</summary>
internal static class PackageRules
{
    private static readonly DesignRule Manifest = new()
    {
        Id = "code/manifest-readable",
        Sentence = $"A package's {PackageManifest.FileName} describes its handlers.",
        Mend = "Build the package again; its build writes the file.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-function-zip.html",
        Check = context => from function in context.Deployment.Functions.DistinctBy(function => function.CodeDirectory)
                           where context.Packages.Of(function)?.Fault is not null
                           select new Finding(function.Resource, context.Packages.Of(function)!.Fault!),
    };

    private static readonly DesignRule Handler = new()
    {
        Id = "code/handler-exists",
        Sentence = "A function's handler is one that its package has.",
        Mend = "Name a handler of the package.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html",
        Check = context => from described in context.Packages.Described
                           where described.Handler is null && !described.Function.Handler.IsUnresolved()
                           let names = described.Manifest.Handlers.Select(handler => handler.Name).ToList()
                           select new Finding(
                               described.Function.Resource,
                               $"The handler '{described.Function.Handler}' is not in the package, which has {string.Join(", ", names)}.{Suggestion.Question(described.Function.Handler, names)}"),
    };

    private static readonly DesignRule Runtime = new()
    {
        Id = "code/runtime-fits",
        Sentence = "A package with an executable named bootstrap runs on a custom runtime, and a custom runtime has one.",
        Mend = "Set Runtime to provided.al2023, or give the code that the runtime expects.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html",
        Check = context => from function in context.Deployment.Functions
                           let package = context.Packages.Of(function)
                           where package is not null && !function.Runtime.IsUnresolved()
                           let fault = RuntimeFault(function, package)
                           where fault is not null
                           select new Finding(function.Resource, fault),
    };

    private static readonly DesignRule Architecture = new()
    {
        Id = "code/architecture-fits",
        Sentence = "A function runs on the processor that its executable was built for.",
        Mend = "Set Architectures to what the package is for, or build it for what is set.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html",
        Check = context => from function in context.Deployment.Functions
                           let machine = context.Packages.Of(function)?.Machine
                           where machine is not null && !function.Architecture.IsUnresolved() && NameOf(machine.Value) != function.Architecture
                           select new Finding(
                               function.Resource, $"It runs on {function.Architecture}, but its executable was built for {NameOf(machine.Value)}."),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Manifest, Handler, Runtime, Architecture];

    /// <summary>A layer may bring the executable too.</summary>
    private static string? RuntimeFault(FunctionResource function, FunctionPackage package)
    {
        var isCustom = function.Runtime.StartsWith("provided", StringComparison.Ordinal);
        return isCustom && !package.HasBootstrap && function.Resource.Node("Layers") is null
            ? $"The runtime {function.Runtime} starts an executable named bootstrap, which the package and its layers lack."
            : !isCustom && package is { HasBootstrap: true, Manifest: not null }
                ? $"The package is an executable named bootstrap, which the runtime {function.Runtime} does not start."
                : null;
    }

    private static string NameOf(int machine) => machine switch
    {
        ElfHeader.X86 => "x86_64",
        ElfHeader.Arm64 => "arm64",
        _ => $"ELF machine {machine}",
    };
}

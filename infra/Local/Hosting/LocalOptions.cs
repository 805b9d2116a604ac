using SensorWatch.Local.Faults;
using SensorWatch.Local.Functions;

namespace SensorWatch.Local.Hosting;

/// <summary>How the local run is started.</summary>
public sealed record LocalOptions
{
    public const string DefaultEnvironment = "dev";

    public const int DefaultPort = 4566;

    /// <summary>
    /// The environment to run: it is handed to the CDK app as context key <c>environment</c>, and the stage of that name,
    /// in whatever letters, is run. Null: <see cref="DefaultEnvironment"/>, or of a given assembly without such a stage, everything.
    /// </summary>
    public string? Environment { get; init; }

    /// <summary>A cloud assembly that exists; null to synthesize the app of the project around the current folder.</summary>
    public string? AssemblyDirectory { get; init; }

    /// <summary>0 for any free port.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Where messages, items and the like are kept; null for memory.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>What the services' clock shows at the start; null for the real time, or for where the data was left.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Faults on demand, from the start.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Which package the functions run from, when the assembly is synthesized.</summary>
    public PackageKind Package { get; init; } = PackageKind.Quick;

    public FunctionOptions Functions { get; init; } = new();
}

/// <summary>A build of the functions.</summary>
public enum PackageKind
{
    /// <summary>What <c>dotnet build</c> made: there at once.</summary>
    Quick,

    /// <summary>What <c>dotnet publish</c> made, as it is deployed: starts faster, takes longer to make.</summary>
    Native,
}

using SensorWatch.Infra.Environments;
using SensorWatch.Infra.Package;

namespace SensorWatch.Infra.Constructs;

/// <summary>What every construct of a stage may need to know.</summary>
/// <param name="Settings">The environment.</param>
/// <param name="Package">The code of all functions.</param>
public sealed record StageContext(EnvironmentSettings Settings, FunctionPackage Package);

using SensorWatch.Templates.Assembly;

namespace SensorWatch.Templates.Tests;

/// <summary>The hand-written cloud assembly under <c>Fixtures/app</c>: two stages, imports across stacks, conditions, an asset.</summary>
internal static class Fixtures
{
    public static string AppDirectory => Path.Combine(AppContext.BaseDirectory, "Fixtures", "app");

    public static CloudAssembly App() => CloudAssembly.Load(AppDirectory);
}

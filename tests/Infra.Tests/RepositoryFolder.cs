namespace SensorWatch.Infra.Tests;

/// <summary>The repository that the tests were built from.</summary>
internal static class RepositoryFolder
{
    public static string Path { get; } = ProjectFolder.Find(AppContext.BaseDirectory);

    public static string Tests => System.IO.Path.Combine(Path, "tests", "Infra.Tests");

    /// <summary>A package that never changes, so that templates do not change with the functions' code.</summary>
    public static string StandInPackage => System.IO.Path.Combine(Tests, "StandInPackage");
}

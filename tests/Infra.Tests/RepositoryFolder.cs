using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Infra.Tests;

/// <summary>The repository that the tests were built from.</summary>
internal static class RepositoryFolder
{
    public static string Path { get; } = ProjectFolder.Find(AppContext.BaseDirectory);

    public static string Tests => System.IO.Path.Combine(Path, "tests", "Infra.Tests");

    /// <summary>A package whose program never changes, with the manifest of the handlers as they are.</summary>
    public static string StandInPackage { get; } = MakePackage();

    private static string MakePackage()
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(AppContext.BaseDirectory, "package")).FullName;
        File.Copy(System.IO.Path.Combine(Tests, "StandInPackage", "bootstrap"), System.IO.Path.Combine(folder, "bootstrap"), overwrite: true);
        File.WriteAllBytes(System.IO.Path.Combine(folder, HandlerManifest.FileName), HandlerManifest.Write(HandlerTable.All));
        return folder;
    }
}

namespace SensorWatch.Benchmarks.Running;

/// <summary>This project's own system, run from the folder with <c>cdk.json</c>.</summary>
internal static class RealSystem
{
    /// <summary><c>dotnet publish functions/Functions -c Release</c> has been run.</summary>
    public static bool HasNativePackage => File.Exists(Path.Combine("artifacts", "package", "bootstrap"));

    /// <summary>Starts it from the package for deployment if there is one, else from what was just built.</summary>
    public static Task<LocalProcess> StartAsync(params IEnumerable<string> arguments) =>
        LocalProcess.StartReadyAsync([.. HasNativePackage ? ["--package", "native"] : Array.Empty<string>(), .. arguments]);
}

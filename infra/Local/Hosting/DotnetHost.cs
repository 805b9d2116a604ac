using System.Runtime.InteropServices;

namespace SensorWatch.Local.Hosting;

/// <summary>The .NET that runs this program, which also runs the CDK app and functions that aren't self-contained.</summary>
internal static class DotnetHost
{
    /// <summary>Its folder; the runtime is in <c>ROOT/shared/Microsoft.NETCore.App/10.0.0/</c>.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    public static string Executable { get; } = Path.Combine(Root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
}

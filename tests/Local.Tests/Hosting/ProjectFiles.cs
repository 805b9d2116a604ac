namespace SensorWatch.Local.Tests.Hosting;

/// <summary>The files of a project that synthesis reads; the app itself can't run.</summary>
internal static class ProjectFiles
{
    private const string Dependencies = """
        {
          "targets": {
            ".NETCoreApp,Version=v10.0": {
              "Infra/1.0.0": { "runtime": { "Infra.dll": {} } },
              "Contracts/1.0.0": { "runtime": { "Contracts.dll": {} } },
              "Package/2.0.0": { "runtime": { "lib/net10.0/Package.dll": {} } }
            }
          },
          "libraries": {
            "Infra/1.0.0": { "type": "project" },
            "Contracts/1.0.0": { "type": "project" },
            "Package/2.0.0": { "type": "package" }
          }
        }
        """;

    public static void Write(TemporaryFolder folder, string app = "app", string package = "package")
    {
        folder.Write($"{app}/Infra.dll", "app");
        folder.Write($"{app}/Infra.deps.json", Dependencies);
        folder.Write($"{app}/Contracts.dll", "contracts");
        folder.Write($"{package}/bootstrap", "functions");
        folder.Write("cdk.json", """{ "context": { "a": true } }""");
    }
}

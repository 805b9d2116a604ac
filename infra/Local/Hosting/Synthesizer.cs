using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace SensorWatch.Local.Hosting;

/// <summary>
/// Makes the cloud assembly, as <c>cdk synth</c> would: runs the CDK app, which has been built together with this program.
/// When nothing has changed since the last time, the assembly of then is taken.
/// </summary>
internal sealed class Synthesizer(ProjectLayout project, ILogger logger)
{
    private const string PublishCommand = "dotnet publish functions/Functions -c Release";

    /// <summary>Gives the folder of an environment's cloud assembly.</summary>
    /// <exception cref="LocalException">The package or Node.js is missing, or the app failed.</exception>
    public async Task<string> SynthesizeAsync(string environment, PackageKind packageKind, CancellationToken cancellationToken)
    {
        var package = project.Package(packageKind);
        RequireFiles(package, packageKind);
        var output = project.Output(environment);
        var assembly = Path.Combine(output, "cdk.out");
        var fingerprintFile = Path.Combine(output, "fingerprint");
        var fingerprint = Fingerprint.Of(project.App, package, project.CdkJson, environment, package);
        if (File.Exists(Path.Combine(assembly, "manifest.json"))
            && File.Exists(fingerprintFile)
            && await File.ReadAllTextAsync(fingerprintFile, cancellationToken) == fingerprint)
        {
            logger.LogInformation("The templates are up to date.");
            return assembly;
        }

        RequireNode(Environment.GetEnvironmentVariable("PATH") ?? "");
        logger.LogInformation("Synthesizing environment {Environment}...", environment);
        Directory.CreateDirectory(output);
        File.Delete(fingerprintFile);
        if (Directory.Exists(assembly))
        {
            Directory.Delete(assembly, recursive: true);
        }

        await RunAppAsync(assembly, Context(environment, package), cancellationToken);
        await File.WriteAllTextAsync(fingerprintFile, fingerprint, cancellationToken);
        return assembly;
    }

    /// <summary>The CDK's libraries run in Node.js, whatever language an app is in.</summary>
    /// <exception cref="LocalException">No folder of the search path has <c>node</c>.</exception>
    internal static void RequireNode(string searchPath)
    {
        var file = OperatingSystem.IsWindows() ? "node.exe" : "node";
        if (!searchPath.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, file))))
        {
            throw new LocalException(
                $"Node.js is needed to synthesize the CDK app, and there is no '{file}' on the PATH. Install it from https://nodejs.org (a long-term support version).",
                ExitCodes.NodeMissing);
        }
    }

    private void RequireFiles(string package, PackageKind packageKind)
    {
        if (!File.Exists(project.App))
        {
            throw new LocalException($"The CDK app is not built: {project.App} is missing. Run: dotnet build infra/Local", ExitCodes.Usage);
        }

        if (!Directory.Exists(package))
        {
            throw new LocalException(
                packageKind == PackageKind.Native
                    ? $"There is no published package in {package}. Make it: {PublishCommand}"
                    : $"The functions are not built: {package} is missing. Run: dotnet build infra/Local",
                ExitCodes.Usage);
        }
    }

    /// <summary>The context of <c>cdk.json</c>, which the CDK CLI would hand over, and ours.</summary>
    private string Context(string environment, string package)
    {
        var context = ReadContext(project.CdkJson);
        context["environment"] = environment;
        context["package"] = package;
        return context.ToJsonString();
    }

    /// <summary>What <c>cdk.json</c> has under <c>context</c>.</summary>
    /// <exception cref="LocalException">The file is not JSON.</exception>
    internal static JsonObject ReadContext(string cdkJson)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(cdkJson))?["context"]?.DeepClone() as JsonObject ?? [];
        }
        catch (JsonException exception)
        {
            throw new LocalException($"{cdkJson} is not valid JSON: {exception.Message}", ExitCodes.Usage, exception);
        }
    }

    private async Task RunAppAsync(string assembly, string context, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string> { ["CDK_OUTDIR"] = assembly, ["CDK_CONTEXT_JSON"] = context };
        var result = await ProjectProgram.RunAsync(project, project.App, [], variables, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new LocalException(
                $"The CDK app failed with exit code {result.ExitCode}:{Environment.NewLine}{(result.Error + result.Output).Trim()}",
                result.ExitCode);
        }
    }
}

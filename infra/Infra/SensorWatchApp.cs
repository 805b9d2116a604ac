using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK;
using SensorWatch.Infra.Constructs;
using SensorWatch.Infra.Environments;
using SensorWatch.Infra.Package;
using SensorWatch.Infra.Stages;

namespace SensorWatch.Infra;

/// <summary>Builds the CDK app, a stage for each environment.</summary>
public static class SensorWatchApp
{
    /// <summary>Context key that names the one environment to synthesize; all of them without it.</summary>
    public const string EnvironmentContextKey = "environment";

    /// <summary>Builds the app; the caller synthesizes it.</summary>
    /// <param name="projectFolder">The folder with <c>cdk.json</c>, whose context applies however the app is started.</param>
    /// <param name="context">The command line's context, which goes before that of <c>cdk.json</c>.</param>
    /// <param name="outputDirectory">Where the cloud assembly goes; null for the place that the CDK CLI names.</param>
    /// <exception cref="ConfigurationException">The context or the package is wrong.</exception>
    public static App Create(string projectFolder, JsonObject context, string? outputDirectory = null)
    {
        var merged = Merge(ReadProjectContext(projectFolder), context);
        IReadOnlyList<EnvironmentSettings> environments = Text(merged, EnvironmentContextKey) is { } name
            ? [KnownEnvironments.Named(name)]
            : KnownEnvironments.All;
        var targets = environments
            .Select(environment => DeploymentTarget.Read(merged[DeploymentTarget.ContextKey], environment.Name))
            .ToList();
        var package = FunctionPackage.Open(Path.GetFullPath(Text(merged, FunctionPackage.ContextKey) ?? FunctionPackage.DefaultPath, projectFolder));

        var app = new App(new AppProps
        {
            Context = ToCdk(merged),
            Outdir = outputDirectory,
            AnalyticsReporting = false,
            StackTraces = false,
        });
        foreach (var (environment, target) in environments.Zip(targets))
        {
            _ = new SystemStage(app, new StageContext(environment, package), target);
        }

        return app;
    }

    private static JsonObject ReadProjectContext(string projectFolder)
    {
        var file = Path.Combine(projectFolder, ProjectFolder.Marker);
        try
        {
            return JsonNode.Parse(File.ReadAllText(file))?["context"] as JsonObject ?? [];
        }
        catch (JsonException exception)
        {
            throw new ConfigurationException($"{file} is not JSON: {exception.Message}");
        }
    }

    private static JsonObject Merge(JsonObject project, JsonObject commandLine)
    {
        var merged = (JsonObject)project.DeepClone();
        foreach (var (key, value) in commandLine)
        {
            merged[key] = value?.DeepClone();
        }

        return merged;
    }

    private static string? Text(JsonObject context, string key) => context[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var other => throw new ConfigurationException($"The context key '{key}' expects text; it has {other.ToJsonString()}."),
    };

    private static Dictionary<string, object> ToCdk(JsonObject context)
    {
        var values = context.Where(entry => entry.Value is not null).ToDictionary(entry => entry.Key, entry => JsiiValue.From(entry.Value!));

        // What the CDK CLI asks for, so that templates are the same without it: each resource carries its construct's path
        // and each asset its place.
        values.TryAdd("aws:cdk:enable-path-metadata", true);
        values.TryAdd("aws:cdk:enable-asset-metadata", true);
        return values;
    }
}

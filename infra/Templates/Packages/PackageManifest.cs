using System.Text.Json;
using System.Text.Json.Serialization;

namespace SensorWatch.Templates.Packages;

/// <summary>
/// What a functions' package says of its handlers, in the file <c>handlers.json</c> beside the executable. The package's own
/// build writes it; of a package without one nothing is known.
/// </summary>
/// <param name="Handlers">The handlers that the executable has.</param>
public sealed record PackageManifest(IReadOnlyList<PackageHandler> Handlers)
{
    public const string FileName = "handlers.json";

    /// <summary>Reads the manifest of a package's folder.</summary>
    /// <returns>The manifest; null when the folder has none.</returns>
    /// <exception cref="FormatException">The file is no manifest; the message says why.</exception>
    public static PackageManifest? Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var file = Path.Combine(folder, FileName);
        return File.Exists(file) ? Parse(File.ReadAllText(file)) : null;
    }

    /// <summary>Reads a manifest's text.</summary>
    /// <exception cref="FormatException">It is no manifest.</exception>
    public static PackageManifest Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PackageManifestJson.Default.PackageManifest) ?? throw new FormatException($"{FileName} is null; an object with handlers is expected.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"{FileName} is no manifest of handlers: {exception.Message}", exception);
        }
    }

    /// <summary>The handler with a name; null when the package has none.</summary>
    public PackageHandler? Find(string name) => Handlers.FirstOrDefault(handler => handler.Name == name);
}

/// <summary>A handler of a package.</summary>
/// <param name="Name">What the template's <c>Handler</c> says.</param>
/// <param name="Event">What it takes: <c>Queue</c>, <c>Stream</c>, <c>HttpRequest</c> or <c>HttpAuthorizer</c>; of another handler its event's type.</param>
/// <param name="ReportsBatchItemFailures">Whether its answer names the items of a batch that failed.</param>
/// <param name="Needs">What it needs of its function.</param>
public sealed record PackageHandler(string Name, string Event, bool ReportsBatchItemFailures, IReadOnlyList<PackageNeed> Needs)
{
    /// <summary>What it counts, as CloudWatch metrics.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>The environment variables that it reads.</summary>
    public IEnumerable<string> Variables => Needs.Select(need => need.Variable).OfType<string>().Distinct();

    /// <summary>The environment variables that it can't do without.</summary>
    public IEnumerable<string> RequiredVariables => Needs.Where(need => !need.IsOptional).Select(need => need.Variable).OfType<string>().Distinct();

    /// <summary>The events that it publishes.</summary>
    public IEnumerable<PublishedEvent> Publishes => Needs.Select(need => need.Publishes).OfType<PublishedEvent>();
}

/// <summary>Something that a handler needs.</summary>
public sealed record PackageNeed
{
    /// <summary>The environment variable; null for a resource that the handled events name.</summary>
    public string? Variable { get; init; }

    /// <summary>IAM's actions on the resource; none where the variable names nothing to be granted.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>Whether the handler can do without it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Where below the resource the actions are done: <c>index/byTime</c>; none for the resource itself.</summary>
    public IReadOnlyList<string> Below { get; init; } = [];

    /// <summary>Attribute by which the table must delete expired items; null when nothing relies on one.</summary>
    public string? TimeToLiveAttribute { get; init; }

    /// <summary>The event that is published; null for other needs.</summary>
    public PublishedEvent? Publishes { get; init; }
}

/// <summary>An event that is published.</summary>
public sealed record PublishedEvent(string Source, string DetailType);

/// <summary>The manifest's JSON; what is missing or null where something must be is an error.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PackageManifest))]
internal sealed partial class PackageManifestJson : JsonSerializerContext;

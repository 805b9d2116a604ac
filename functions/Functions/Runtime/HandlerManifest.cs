using System.Text.Json;
using System.Text.Json.Serialization;

namespace SensorWatch.Functions.Runtime;

/// <summary>
/// The file beside <c>bootstrap</c> that says which handlers are in the package and what they need. The build writes it, by
/// running the program itself; infra checks templates against it, and Lambda never looks at it.
/// </summary>
public static class HandlerManifest
{
    public const string FileName = "handlers.json";

    /// <summary>The program's argument, before a file's name: write the manifest there, and handle nothing.</summary>
    public const string WriteOption = "--write-manifest";

    /// <summary>The manifest's text, in UTF-8.</summary>
    public static byte[] Write(IEnumerable<HandlerRegistration> handlers) => JsonSerializer.SerializeToUtf8Bytes(
        new ManifestDocument([.. handlers.Select(Describe).OrderBy(handler => handler.Name, StringComparer.Ordinal)]), ManifestJson.Default.ManifestDocument);

    private static ManifestHandler Describe(HandlerRegistration handler) => new(
        handler.Name,
        handler.Event.Kind,
        handler.Event.ReportsBatchItemFailures,
        [.. handler.Needs.Select(Describe)],
        [.. handler.WrittenMetrics.Select(metric => metric.ToString())]);

    private static ManifestNeed Describe(Need need) => new(
        need.VariableName,
        need.IsOptional,
        need.Actions,
        need.Below,
        need.TimeToLiveAttribute,
        need.Event is { } published ? new(published.Source, published.DetailType) : null);
}

/// <summary>The manifest's JSON.</summary>
internal sealed record ManifestDocument(IReadOnlyList<ManifestHandler> Handlers);

/// <summary>A handler in it.</summary>
internal sealed record ManifestHandler(
    string Name, string Event, bool ReportsBatchItemFailures, IReadOnlyList<ManifestNeed> Needs, IReadOnlyList<string> Metrics);

/// <summary>A need of a handler.</summary>
internal sealed record ManifestNeed(
    string? Variable, bool IsOptional, IReadOnlyList<string> Actions, IReadOnlyList<string> Below, string? TimeToLiveAttribute, ManifestEvent? Publishes);

/// <summary>An event that is published.</summary>
internal sealed record ManifestEvent(string Source, string DetailType);

/// <summary>How the manifest is written: indented, since people read it too, and with the same line ends everywhere.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ManifestDocument))]
internal sealed partial class ManifestJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Hosting;

namespace SensorWatch.Local.Console.Sending;

/// <summary>What the app that runs offers people to send, from its context in <c>cdk.json</c>; README.md of infra/Local has the form.</summary>
internal sealed record AppExamples
{
    /// <summary>Examples by route key (<c>POST /things</c>) or detail-type.</summary>
    private const string ExamplesKey = "local:examples";

    private const string BurstsKey = "local:bursts";

    /// <summary>Members that each event needs anew, merged into the contracts' examples.</summary>
    private const string FreshKey = "local:fresh";

    public static AppExamples None { get; } = new();

    /// <summary>By route key or detail-type.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<AppExample>> Examples { get; init; } = new Dictionary<string, IReadOnlyList<AppExample>>();

    public IReadOnlyList<BurstDefinition> Bursts { get; init; } = [];

    /// <summary>A merge patch (RFC 7396) for the detail of contracts' examples; null for none.</summary>
    public JsonObject? Fresh { get; init; }

    /// <summary>What the start commands gave.</summary>
    public IReadOnlyDictionary<string, string> StartValues { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads the context.</summary>
    /// <param name="context">Of <c>cdk.json</c>.</param>
    /// <param name="startValues">What the start commands gave.</param>
    /// <exception cref="LocalException">A key's value has another form.</exception>
    public static AppExamples Read(JsonObject context, IEnumerable<KeyValuePair<string, string>> startValues) => new()
    {
        Examples = Read<Dictionary<string, IReadOnlyList<AppExample>>>(context, ExamplesKey, "an object of lists of examples, by route key or detail-type") ?? [],
        Bursts = Read<IReadOnlyList<BurstDefinition>>(context, BurstsKey, "a list of bursts") ?? [],
        Fresh = Read<JsonObject>(context, FreshKey, "an object of members"),
        StartValues = startValues.ToDictionary(StringComparer.Ordinal),
    };

    /// <summary>The examples of a route or detail-type.</summary>
    public IReadOnlyList<AppExample> Of(string key) => Examples.GetValueOrDefault(key, []);

    private static T? Read<T>(JsonObject context, string key, string expected)
        where T : class
    {
        try
        {
            return context[key]?.Deserialize<T>(ConsoleJson.Options);
        }
        catch (JsonException exception)
        {
            throw new LocalException($"The context key '{key}' in cdk.json expects {expected}: {exception.Message}", ExitCodes.Usage, exception);
        }
    }
}

/// <summary>Something to send: a request of a route, or an event of a contract.</summary>
internal sealed record AppExample
{
    public required string Name { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Null for the route's own, when that has no variables.</summary>
    public string? Path { get; init; }

    /// <summary>Without the question mark.</summary>
    public string? Query { get; init; }

    public JsonNode? Body { get; init; }

    /// <summary>Of an event.</summary>
    public JsonObject? Detail { get; init; }
}

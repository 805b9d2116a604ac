using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Resources.Reading;

/// <summary>
/// The properties that a resource's reader understands. A property exists only as a member of its set, and is read only
/// through itself, so <see cref="Paths"/> is what is read, no less and no more.
/// </summary>
internal sealed class PropertySet
{
    private readonly HashSet<string> _paths = [];

    /// <summary>CloudFormation's property paths; <c>[]</c> stands for any item of a list: <c>Targets[].DeadLetterConfig.Arn</c>.</summary>
    public IReadOnlySet<string> Paths => _paths;

    /// <summary>A string; CloudFormation takes numbers and booleans for one.</summary>
    public Property<string> Text(string path) => Add(path, static (source, path, node) => ToText(source, path, node));

    /// <summary>A whole number, or a string that holds one.</summary>
    public Property<int> Integer(string path) => Add(path, static (source, path, node) =>
        int.TryParse(ToText(source, path, node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw source.Expected("a whole number", path, node));

    /// <summary>A number, or a string that holds one.</summary>
    public Property<double> Number(string path) => Add(path, static (source, path, node) =>
        double.TryParse(ToText(source, path, node), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw source.Expected("a number", path, node));

    /// <summary><c>true</c> or <c>false</c>, or a string that holds one.</summary>
    public Property<bool> Boolean(string path) => Add(path, static (source, path, node) =>
        bool.TryParse(ToText(source, path, node), out var value) ? value : throw source.Expected("true or false", path, node));

    /// <summary>A list of strings.</summary>
    public Property<IReadOnlyList<string>> Texts(string path) => Add<IReadOnlyList<string>>(path, static (source, path, node) =>
        [.. Items(source, path, node).Select((item, index) => ToText(source, $"{path}[{index}]", item))]);

    /// <summary>An object whose values are strings, such as environment variables.</summary>
    public Property<IReadOnlyDictionary<string, string>> TextMap(string path) => Add<IReadOnlyDictionary<string, string>>(
        path,
        static (source, path, node) => node is JsonObject map
            ? map.ToDictionary(member => member.Key, member => ToText(source, $"{path}.{member.Key}", member.Value))
            : throw source.Expected("an object of strings", path, node));

    /// <summary>A JSON object, or a string with the text of one.</summary>
    public Property<JsonObject> Json(string path) => Add(path, static (source, path, node) => node switch
    {
        JsonObject value => value,
        JsonValue text when text.GetValueKind() == JsonValueKind.String => Parse(source, path, text),
        _ => throw source.Expected("a JSON object", path, node),
    });

    /// <summary>A list of objects, whose own properties are of another set.</summary>
    public Property<IReadOnlyList<PropertySource>> List(string path, PropertySet items)
    {
        _paths.UnionWith(items.Paths.Select(item => $"{path}[].{item}"));
        return new(path, static (source, path, node) => [.. Items(source, path, node).Select((item, index) => item is JsonObject value
            ? new PropertySource(source.Resource, value, $"{source.Prefix}{path}[{index}].")
            : throw source.Expected("an object", $"{path}[{index}]", item))]);
    }

    private Property<T> Add<T>(string path, Func<PropertySource, string, JsonNode, T> convert)
        where T : notnull
    {
        _paths.Add(path);
        return new(path, convert);
    }

    private static IEnumerable<JsonNode> Items(PropertySource source, string path, JsonNode node) => node is JsonArray items
        ? items.Select((item, index) => item ?? throw source.Missing($"{path}[{index}]"))
        : throw source.Expected("a list", path, node);

    private static string ToText(PropertySource source, string path, JsonNode? node)
    {
        if (node is not JsonValue value)
        {
            throw node is null ? source.Missing(path) : source.Expected("a string", path, node);
        }

        var text = IntrinsicFunctions.ToText(value);
        return text.Contains("{{resolve:", StringComparison.Ordinal)
            ? throw source.Gap(path, $"the dynamic reference '{text}' has its value in the AWS account only. Use a parameter or a fixed value.")
            : text;
    }

    private static JsonObject Parse(PropertySource source, string path, JsonNode node)
    {
        try
        {
            return JsonNode.Parse(ToText(source, path, node)) as JsonObject ?? throw source.Expected("a JSON object", path, node);
        }
        catch (JsonException exception)
        {
            throw source.Fault(path, $"the text of a JSON object is expected, but it is not valid JSON: {exception.Message}");
        }
    }
}

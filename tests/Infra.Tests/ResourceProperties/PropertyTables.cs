using System.Text;
using System.Text.Json;

namespace SensorWatch.Infra.Tests.ResourceProperties;

/// <summary>What <c>infra/Templates/Properties/ResourceProperties.json</c> holds.</summary>
internal sealed class PropertyTables
{
    /// <summary>Where it comes from: <c>aws-cdk-lib 2.160.0</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Properties and their kinds, by resource type (<c>AWS::S3::Bucket</c>) or type within one (<c>AWS::S3::Bucket.Rule</c>).</summary>
    public SortedDictionary<string, SortedDictionary<string, string>> Types { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What <c>Fn::GetAtt</c> gives, by resource type.</summary>
    public SortedDictionary<string, string[]> Attributes { get; init; } = new(StringComparer.Ordinal);

    public static PropertyTables Of(CdkLibrary library)
    {
        var tables = new PropertyTables { Source = $"aws-cdk-lib {library.Version}" };
        foreach (var source in library.Sources)
        {
            GeneratedResources.Read(source, tables);
        }

        return tables;
    }

    public static PropertyTables Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new()
        {
            Source = root.GetProperty("source").GetString()!,
            Types = Sorted(root.GetProperty("types"), type => Sorted(type, kind => kind.GetString()!)),
            Attributes = Sorted(root.GetProperty("attributes"), names => names.EnumerateArray().Select(name => name.GetString()!).ToArray()),
        };
    }

    /// <summary>A line for each type, so that a difference shows what changed.</summary>
    public string ToJson()
    {
        var text = new StringBuilder("{\n");
        text.Append($"  \"source\": {JsonSerializer.Serialize(Source)},\n");
        text.Append("  \"types\": {\n").AppendJoin(",\n", Types.Select(type => Line(type.Key, type.Value))).Append("\n  },\n");
        text.Append("  \"attributes\": {\n").AppendJoin(",\n", Attributes.Select(type => Line(type.Key, type.Value))).Append("\n  }\n}\n");
        return text.ToString();
    }

    /// <summary>What another library knows and this one doesn't.</summary>
    public IEnumerable<string> MissingFrom(PropertyTables other) =>
        other.Types.SelectMany(type => type.Value.Keys.Select(name => $"{type.Key} {name}"))
            .Except(Types.SelectMany(type => type.Value.Keys.Select(name => $"{type.Key} {name}")));

    private static string Line<T>(string name, T value) => $"    {JsonSerializer.Serialize(name)}: {JsonSerializer.Serialize(value)}";

    private static SortedDictionary<string, T> Sorted<T>(JsonElement element, Func<JsonElement, T> read) =>
        new(element.EnumerateObject().ToDictionary(member => member.Name, member => read(member.Value)), StringComparer.Ordinal);
}

using System.Text.Json;

namespace SensorWatch.Templates.Properties;

/// <summary>
/// The properties and attributes that CloudFormation's resource types have, as far as serverless systems use them. The data come
/// from the AWS CDK's resource classes, which are made from CloudFormation's resource specification; a test of the app keeps them
/// as new as the CDK library that it is built with.
/// </summary>
internal static class ResourceSpecification
{
    private static readonly Lazy<Tables> Loaded = new(Load);
    private static readonly IReadOnlyDictionary<string, PropertyKind> Tag =
        new Dictionary<string, PropertyKind> { ["Key"] = PropertyKind.Parse("string!"), ["Value"] = PropertyKind.Parse("string!") };

    /// <summary>Where the data come from: <c>aws-cdk-lib 2.276.0</c>.</summary>
    public static string Source => Loaded.Value.Source;

    /// <summary>The resource types that are known.</summary>
    public static IReadOnlyCollection<string> ResourceTypes => Loaded.Value.Attributes.Keys;

    /// <summary>The properties of a resource type; null when it isn't known.</summary>
    public static IReadOnlyDictionary<string, PropertyKind>? PropertiesOf(string resourceType) => Loaded.Value.Find(resourceType);

    /// <summary>The properties of a type within a resource type; null when it isn't known.</summary>
    public static IReadOnlyDictionary<string, PropertyKind>? PropertiesOf(string resourceType, string type) =>
        Loaded.Value.Find($"{resourceType}.{type}") ?? (type == nameof(Tag) ? Tag : null);

    /// <summary>What <c>Fn::GetAtt</c> gives; null when the resource type isn't known.</summary>
    public static IReadOnlyList<string>? AttributesOf(string resourceType) => Loaded.Value.Attributes.GetValueOrDefault(resourceType);

    private static Tables Load()
    {
        using var stream = typeof(ResourceSpecification).Assembly.GetManifestResourceStream("ResourceProperties.json")!;
        return JsonSerializer.Deserialize<Tables>(stream, JsonSerializerOptions.Web)!;
    }

    private sealed record Tables(
        string Source, Dictionary<string, Dictionary<string, string>> Types, Dictionary<string, string[]> Attributes)
    {
        private readonly Dictionary<string, IReadOnlyDictionary<string, PropertyKind>> _read = [];
        private readonly Lock _lock = new();

        public IReadOnlyDictionary<string, PropertyKind>? Find(string name)
        {
            lock (_lock)
            {
                if (!_read.TryGetValue(name, out var properties) && Types.TryGetValue(name, out var kinds))
                {
                    _read[name] = properties = kinds.ToDictionary(kind => kind.Key, kind => PropertyKind.Parse(kind.Value));
                }

                return properties;
            }
        }
    }
}

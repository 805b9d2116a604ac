using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Resources.Reading;

/// <summary>A property of a resource type: its path and how its value is understood.</summary>
/// <param name="path">Nested by dots: <c>ScalingConfig.MaximumConcurrency</c>.</param>
/// <param name="convert">Makes the value of the node.</param>
internal sealed class Property<T>(string path, Func<PropertySource, string, JsonNode, T> convert)
    where T : notnull
{
    /// <summary>The value of a property that must be there.</summary>
    public T Read(PropertySource source) => TryRead(source, out var value) ? value : throw source.Missing(path);

    /// <summary>The value, or what holds when the template doesn't say.</summary>
    public T Read(PropertySource source, T fallback) => TryRead(source, out var value) ? value : fallback;

    public bool TryRead(PropertySource source, [MaybeNullWhen(false)] out T value)
    {
        if (source.Find(path) is { } node)
        {
            value = convert(source, path, node);
            return true;
        }

        value = default;
        return false;
    }
}

/// <summary>Reading what may be missing.</summary>
internal static class OptionalProperty
{
    public static T? ReadOrNull<T>(this Property<T> property, PropertySource source)
        where T : class => property.TryRead(source, out var value) ? value : null;

    public static int? ReadOrNull(this Property<int> property, PropertySource source) =>
        property.TryRead(source, out var value) ? value : null;

    public static double? ReadOrNull(this Property<double> property, PropertySource source) =>
        property.TryRead(source, out var value) ? value : null;
}

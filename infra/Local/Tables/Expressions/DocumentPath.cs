using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Expressions;

/// <summary>One step of a document path: a map's key, or a list's index when <paramref name="Name"/> is null.</summary>
internal readonly record struct PathElement(string? Name, int Index)
{
    public override string ToString() => Name ?? $"[{Index}]";
}

/// <summary>
/// Where a value lies in an item: <c>a.b[1]</c>.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.Attributes.html
/// </summary>
internal sealed record DocumentPath(IReadOnlyList<PathElement> Elements)
{
    /// <summary>The attribute that it begins with.</summary>
    public string Attribute => Elements[0].Name!;

    /// <summary>It leads into a list or map.</summary>
    public bool IsNested => Elements.Count > 1;

    /// <summary>The value that lies there; null when there is none.</summary>
    public AttributeValue? Resolve(MapValue item)
    {
        AttributeValue? value = item;
        foreach (var element in Elements)
        {
            value = (value, element.Name) switch
            {
                (MapValue map, { } name) => map[name],
                (ListValue list, null) => element.Index < list.Elements.Count ? list.Elements[element.Index] : null,
                _ => null,
            };
        }

        return value;
    }

    public bool Equals(DocumentPath? other) => other is not null && Elements.SequenceEqual(other.Elements);

    public override int GetHashCode() => Elements.Aggregate(0, HashCode.Combine);

    /// <summary>As error messages have it: <c>[a, b, [1]]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Elements)}]";
}

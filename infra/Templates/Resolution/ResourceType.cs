namespace SensorWatch.Templates.Resolution;

/// <summary>How CloudFormation names a type of resource, and what <c>Ref</c> and <c>Fn::GetAtt</c> give for it.</summary>
internal sealed record ResourceType
{
    /// <summary>The property with the explicit name; null when the type has none.</summary>
    public string? NameProperty { get; init; }

    public int MaximumNameLength { get; init; } = 255;

    /// <summary>Names have no capitals.</summary>
    public bool LowerCase { get; init; }

    /// <summary>The ending of a derived name when a property is true: FIFO queues and topics have one.</summary>
    public (string Property, string Suffix)? SuffixWhen { get; init; }

    /// <summary>The property that holds the object key of a file asset.</summary>
    public string? AssetProperty { get; init; }

    /// <summary>What <c>Ref</c> gives; the name, unless the type says otherwise.</summary>
    public Func<ResourceContext, string?> Ref { get; init; } = r => r.Name;

    /// <summary>What <c>Fn::GetAtt</c> gives; null where the resource is not declared so that it has the attribute.</summary>
    public Dictionary<string, Func<ResourceContext, string?>> Attributes { get; } = [];
}

using SensorWatch.Local.Tables.Values;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tables.Storage;

/// <summary>A table of the templates, with the ids that it and its indexes have in the database.</summary>
internal sealed class Table(long id, TableResource resource, DateTimeOffset created, IReadOnlyList<SecondaryIndex> indexes)
{
    public long Id => id;

    public TableResource Resource => resource;

    public DateTimeOffset Created => created;

    public IReadOnlyList<SecondaryIndex> Indexes => indexes;

    public string Name => Resource.Name;

    public TableKey Key => Resource.Key;

    /// <summary>Partition key, then sort key.</summary>
    public IReadOnlyList<KeyAttribute> KeyAttributes { get; } = KeyAttributesOf(resource.Key);

    /// <exception cref="Endpoint.AwsException">It has no such index.</exception>
    public SecondaryIndex Index(string name) => Indexes.FirstOrDefault(index => index.Name == name)
        ?? throw TableErrors.Validation($"The table does not have the specified index: {name}");

    /// <summary>The item's key attributes, those of an index too.</summary>
    public MapValue KeyOf(MapValue item, SecondaryIndex? index = null) => new(KeyAttributes
        .Concat(index?.KeyAttributes ?? [])
        .Select(attribute => attribute.Name)
        .Distinct()
        .ToDictionary(name => name, name => item[name]!));

    internal static IReadOnlyList<KeyAttribute> KeyAttributesOf(TableKey key) =>
        key.Sort is null ? [key.Partition] : [key.Partition, key.Sort];
}

/// <summary>A secondary index: the items that have all its key attributes, ordered by these.</summary>
internal sealed class SecondaryIndex(long id, TableIndex definition, TableKey tableKey)
{
    private readonly HashSet<string> _projected =
    [
        .. Table.KeyAttributesOf(tableKey).Concat(Table.KeyAttributesOf(definition.Key)).Select(attribute => attribute.Name),
        .. definition.NonKeyAttributes,
    ];

    public long Id => id;

    public TableIndex Definition => definition;

    public string Name => Definition.Name;

    public bool Global => Definition.Global;

    public TableKey Key => Definition.Key;

    public IReadOnlyList<KeyAttribute> KeyAttributes { get; } = Table.KeyAttributesOf(definition.Key);

    public bool ProjectsAll => Definition.ProjectionType == "ALL";

    public bool Projects(string attribute) => ProjectsAll || _projected.Contains(attribute);

    /// <summary>What the index keeps of an item.</summary>
    public MapValue Project(MapValue item) => ProjectsAll
        ? item
        : new(item.Attributes.Where(attribute => _projected.Contains(attribute.Key)).ToDictionary());

    /// <summary>The item's key in the index; null when it isn't in there.</summary>
    public ItemKey? KeyOf(MapValue? item) =>
        item is not null && KeyAttributes.All(attribute => item[attribute.Name] is not null) ? ItemKey.Of(Key, item) : null;
}

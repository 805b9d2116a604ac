using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Resources;

/// <summary><c>AWS::DynamoDB::Table</c>, or <c>AWS::DynamoDB::GlobalTable</c> as the table of the one region.</summary>
public sealed record TableResource
{
    public const string Type = "AWS::DynamoDB::Table";

    public const string GlobalType = "AWS::DynamoDB::GlobalTable";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> NameProperty = Properties.Text("TableName");
    private static readonly Property<IReadOnlyList<PropertySource>> KeySchemaProperty = Properties.List("KeySchema", TableKey.Properties);
    private static readonly Property<IReadOnlyList<PropertySource>> AttributesProperty =
        Properties.List("AttributeDefinitions", KeyAttribute.Properties);

    private static readonly Property<IReadOnlyList<PropertySource>> GlobalIndexesProperty =
        Properties.List("GlobalSecondaryIndexes", TableIndex.Properties);

    private static readonly Property<IReadOnlyList<PropertySource>> LocalIndexesProperty =
        Properties.List("LocalSecondaryIndexes", TableIndex.Properties);

    private static readonly Property<string> StreamViewTypeProperty = Properties.Text("StreamSpecification.StreamViewType");
    private static readonly Property<bool> TimeToLiveEnabledProperty = Properties.Boolean("TimeToLiveSpecification.Enabled");
    private static readonly Property<string> TimeToLiveAttributeProperty = Properties.Text("TimeToLiveSpecification.AttributeName");

    public required Resource Resource { get; init; }

    public required string Name { get; init; }

    public required string Arn { get; init; }

    public required TableKey Key { get; init; }

    public IReadOnlyList<TableIndex> Indexes { get; init; } = [];

    /// <summary><c>NEW_AND_OLD_IMAGES</c> and the like; null without a stream.</summary>
    public string? StreamViewType { get; init; }

    public string? StreamArn { get; init; }

    /// <summary>The TTL attribute; null without TTL.</summary>
    public string? TimeToLiveAttribute { get; init; }

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static TableResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var attributes = AttributesProperty.Read(resource).Select(KeyAttribute.From).ToDictionary(attribute => attribute.Name);
        return new()
        {
            Resource = resource,
            Name = NameProperty.Read(resource, resource.Name),
            Arn = resource.Attribute("Arn"),
            Key = TableKey.From(resource, KeySchemaProperty.Read(resource), attributes),
            Indexes =
            [
                .. GlobalIndexesProperty.Read(resource, []).Select(index => TableIndex.From(index, isGlobal: true, attributes)),
                .. LocalIndexesProperty.Read(resource, []).Select(index => TableIndex.From(index, isGlobal: false, attributes)),
            ],
            StreamViewType = StreamViewTypeProperty.ReadOrNull(resource),
            StreamArn = resource.Attributes.GetValueOrDefault("StreamArn"),
            TimeToLiveAttribute = TimeToLiveEnabledProperty.Read(resource, false) ? TimeToLiveAttributeProperty.Read(resource) : null,
        };
    }
}

/// <summary>The key of a table or an index.</summary>
public sealed record TableKey(KeyAttribute Partition, KeyAttribute? Sort)
{
    internal static readonly PropertySet Properties = new();
    private static readonly Property<string> NameProperty = Properties.Text("AttributeName");
    private static readonly Property<string> KeyTypeProperty = Properties.Text("KeyType");

    internal static TableKey From(
        PropertySource owner,
        IReadOnlyList<PropertySource> schema,
        IReadOnlyDictionary<string, KeyAttribute> attributes)
    {
        return new(Find("HASH") ?? throw owner.Fault("KeySchema", "a HASH key is expected."), Find("RANGE"));

        KeyAttribute? Find(string keyType) => schema
            .Where(element => KeyTypeProperty.Read(element) == keyType)
            .Select(element => attributes.GetValueOrDefault(NameProperty.Read(element))
                ?? throw element.Fault("AttributeName", $"'{NameProperty.Read(element)}' is not among the AttributeDefinitions."))
            .FirstOrDefault();
    }
}

/// <summary>A key attribute and its type: <c>S</c>, <c>N</c> or <c>B</c>.</summary>
public sealed record KeyAttribute(string Name, string Type)
{
    internal static readonly PropertySet Properties = new();
    private static readonly Property<string> NameProperty = Properties.Text("AttributeName");
    private static readonly Property<string> TypeProperty = Properties.Text("AttributeType");

    internal static KeyAttribute From(PropertySource definition) => new(NameProperty.Read(definition), TypeProperty.Read(definition));
}

/// <summary>A secondary index.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">Its key.</param>
/// <param name="Global">Global, or local.</param>
/// <param name="ProjectionType"><c>ALL</c>, <c>KEYS_ONLY</c> or <c>INCLUDE</c>.</param>
/// <param name="NonKeyAttributes">With <c>INCLUDE</c>.</param>
public sealed record TableIndex(string Name, TableKey Key, bool Global, string ProjectionType, IReadOnlyList<string> NonKeyAttributes)
{
    internal static readonly PropertySet Properties = new();
    private static readonly Property<string> NameProperty = Properties.Text("IndexName");
    private static readonly Property<IReadOnlyList<PropertySource>> KeySchemaProperty = Properties.List("KeySchema", TableKey.Properties);
    private static readonly Property<string> ProjectionTypeProperty = Properties.Text("Projection.ProjectionType");
    private static readonly Property<IReadOnlyList<string>> NonKeyAttributesProperty = Properties.Texts("Projection.NonKeyAttributes");

    internal static TableIndex From(PropertySource index, bool isGlobal, IReadOnlyDictionary<string, KeyAttribute> attributes) => new(
        NameProperty.Read(index),
        TableKey.From(index, KeySchemaProperty.Read(index), attributes),
        isGlobal,
        ProjectionTypeProperty.Read(index, "ALL"),
        NonKeyAttributesProperty.Read(index, []));
}

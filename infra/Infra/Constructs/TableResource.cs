using Amazon.CDK.AWS.DynamoDB;
using Constructs;

namespace SensorWatch.Infra.Constructs;

/// <summary>An index of a table, both keys strings: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html</summary>
/// <param name="Name">Its name.</param>
/// <param name="PartitionKey">Attribute of its partition key.</param>
/// <param name="SortKey">Attribute of its sort key.</param>
/// <param name="Projection"><c>ALL</c> or <c>KEYS_ONLY</c>.</param>
internal sealed record TableIndex(string Name, string PartitionKey, string SortKey, string Projection);

/// <summary>What a table is; all of its keys are strings.</summary>
internal sealed record TableShape
{
    public required string PartitionKey { get; init; }

    public string? SortKey { get; init; }

    public IReadOnlyList<TableIndex> Indexes { get; init; } = [];

    /// <summary>Attribute that holds when an item expires, in seconds since 1970; null when none does.</summary>
    public string? TimeToLive { get; init; }

    /// <summary>Whether each change is put on a stream, with the item before and after it.</summary>
    public bool HasStream { get; init; }
}

/// <summary>
/// Tables as the template's resource (CfnTable): the higher construct's point-in-time recovery option has changed its name
/// between CDK versions, and this builds with both. DynamoDB encrypts every table; its own key costs nothing and no grant.
/// </summary>
internal static class TableResource
{
    public static CfnTable Create(Construct scope, StageContext context, TableShape shape)
    {
        var table = new CfnTable(scope, "Resource", new CfnTableProps
        {
            AttributeDefinitions = KeyAttributes(shape).Select(Attribute).ToArray(),
            KeySchema = Keys(shape.PartitionKey, shape.SortKey),
            GlobalSecondaryIndexes = shape.Indexes.Count == 0 ? null : shape.Indexes.Select(ToProperty).ToArray(),
            BillingMode = "PAY_PER_REQUEST",
            DeletionProtectionEnabled = context.Settings.DeletionProtection,
            PointInTimeRecoverySpecification = new CfnTable.PointInTimeRecoverySpecificationProperty
            {
                PointInTimeRecoveryEnabled = context.Settings.PointInTimeRecovery,
            },
            StreamSpecification = shape.HasStream
                ? new CfnTable.StreamSpecificationProperty { StreamViewType = "NEW_AND_OLD_IMAGES" }
                : null,
            TimeToLiveSpecification = shape.TimeToLive is { } attribute
                ? new CfnTable.TimeToLiveSpecificationProperty { AttributeName = attribute, Enabled = true }
                : null,
        });
        table.ApplyRemovalPolicy(context.Settings.RemovalPolicy);
        if (!context.Settings.PointInTimeRecovery)
        {
            table.Acknowledge("AwsSolutions-DDB3", $"{context.Settings.Name} has no data worth a backup's price (EnvironmentSettings.PointInTimeRecovery).");
        }

        return table;
    }

    // DynamoDB refuses definitions of attributes that are no keys, and of one attribute twice.
    private static IEnumerable<string> KeyAttributes(TableShape shape) => new[] { shape.PartitionKey, shape.SortKey }
        .Concat(shape.Indexes.SelectMany(index => new[] { index.PartitionKey, index.SortKey }))
        .OfType<string>()
        .Distinct();

    private static CfnTable.GlobalSecondaryIndexProperty ToProperty(TableIndex index) => new()
    {
        IndexName = index.Name,
        KeySchema = Keys(index.PartitionKey, index.SortKey),
        Projection = new CfnTable.ProjectionProperty { ProjectionType = index.Projection },
    };

    private static CfnTable.KeySchemaProperty[] Keys(string partitionKey, string? sortKey) =>
        sortKey is null ? [Key(partitionKey, "HASH")] : [Key(partitionKey, "HASH"), Key(sortKey, "RANGE")];

    private static CfnTable.AttributeDefinitionProperty Attribute(string name) => new() { AttributeName = name, AttributeType = "S" };

    private static CfnTable.KeySchemaProperty Key(string name, string type) => new() { AttributeName = name, KeyType = type };
}

using Amazon.CDK.AWS.DynamoDB;
using Constructs;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// Readings, one item for a chunk of a sensor's time. The template's resource is written as such (CfnTable): the higher
/// construct's point-in-time recovery option has changed its name between CDK versions, and this builds with both.
/// DynamoDB encrypts every table; its own key costs nothing and no grant.
/// </summary>
public sealed class ReadingsTable : Construct
{
    private readonly CfnTable _table;

    public ReadingsTable(Construct scope, string id, StageContext context)
        : base(scope, id)
    {
        _table = new CfnTable(this, "Resource", new CfnTableProps
        {
            AttributeDefinitions = new[] { Attribute(ReadingItem.SensorId), Attribute(ReadingItem.Chunk) },
            KeySchema = new[] { Key(ReadingItem.SensorId, "HASH"), Key(ReadingItem.Chunk, "RANGE") },
            BillingMode = "PAY_PER_REQUEST",
            DeletionProtectionEnabled = context.Settings.DeletionProtection,
            PointInTimeRecoverySpecification = new CfnTable.PointInTimeRecoverySpecificationProperty
            {
                PointInTimeRecoveryEnabled = context.Settings.PointInTimeRecovery,
            },
        });
        _table.ApplyRemovalPolicy(context.Settings.RemovalPolicy);
    }

    /// <summary>May add chunks of readings.</summary>
    public Access Write => ForTable("WriteReadings", "dynamodb:BatchWriteItem");

    /// <summary>May read the chunks of a sensor.</summary>
    public Access Read => ForTable("ReadReadings", "dynamodb:Query");

    private Access ForTable(string purpose, params IReadOnlyList<string> actions) => new()
    {
        Purpose = purpose,
        Actions = actions,
        ResourceArn = _table.AttrArn,
        Variables = new Dictionary<string, string> { [ReadingStore.TableNameVariable] = _table.Ref },
    };

    private static CfnTable.AttributeDefinitionProperty Attribute(string name) => new() { AttributeName = name, AttributeType = "S" };

    private static CfnTable.KeySchemaProperty Key(string name, string type) => new() { AttributeName = name, KeyType = type };
}

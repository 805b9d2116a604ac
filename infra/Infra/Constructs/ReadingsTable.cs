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
    /// <summary>Epoch seconds after which DynamoDB deletes the item; absent on items that stay.</summary>
    public const string TimeToLiveAttribute = "expiresAt";

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
            TimeToLiveSpecification = new CfnTable.TimeToLiveSpecificationProperty
            {
                AttributeName = TimeToLiveAttribute,
                Enabled = true,
            },
        });
        _table.ApplyRemovalPolicy(context.Settings.RemovalPolicy);
    }

    /// <summary>May add chunks of readings.</summary>
    /// <param name="nameVariable">The environment variable in which the handler looks for the table's name.</param>
    public Access Write(string nameVariable) => Allow("WriteReadings", "dynamodb:BatchWriteItem", nameVariable);

    /// <summary>May read the chunks of a sensor.</summary>
    /// <param name="nameVariable">The environment variable in which the handler looks for the table's name.</param>
    public Access Read(string nameVariable) => Allow("ReadReadings", "dynamodb:Query", nameVariable);

    private Access Allow(string purpose, string action, string nameVariable) => new()
    {
        Purpose = purpose,
        Actions = [action],
        ResourceArn = _table.AttrArn,
        Variables = new Dictionary<string, string> { [nameVariable] = _table.Ref },
    };

    private static CfnTable.AttributeDefinitionProperty Attribute(string name) => new() { AttributeName = name, AttributeType = "S" };

    private static CfnTable.KeySchemaProperty Key(string name, string type) => new() { AttributeName = name, KeyType = type };
}

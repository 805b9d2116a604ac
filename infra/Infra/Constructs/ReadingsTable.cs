using Amazon.CDK.AWS.DynamoDB;
using Constructs;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Infra.Constructs;

/// <summary>Readings, one item for a chunk of a sensor's time.</summary>
public sealed class ReadingsTable : Construct
{
    private readonly CfnTable _table;

    public ReadingsTable(Construct scope, string id, StageContext context)
        : base(scope, id)
    {
        _table = TableResource.Create(this, context, new() { PartitionKey = ReadingItem.SensorId, SortKey = ReadingItem.Chunk });
    }

    /// <summary>May add chunks of readings.</summary>
    public Access Write => To("WriteReadings", "dynamodb:BatchWriteItem");

    /// <summary>May read the chunks of a sensor.</summary>
    public Access Read => To("ReadReadings", "dynamodb:Query");

    private Access To(string purpose, params IReadOnlyList<string> actions) =>
        new AccessStatement(purpose, actions, [_table.AttrArn]).ToAccess().Told(ReadingStore.TableNameVariable, _table.Ref);
}

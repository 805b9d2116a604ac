using Amazon.CDK.AWS.DynamoDB;
using Constructs;
using SensorWatch.Functions.Sensors;

namespace SensorWatch.Infra.Constructs;

/// <summary>Sensors and their limits. Its stream becomes the events about sensors.</summary>
public sealed class SensorsTable : Construct
{
    private readonly CfnTable _table;

    public SensorsTable(Construct scope, string id, StageContext context)
        : base(scope, id)
    {
        _table = TableResource.Create(this, context, new() { PartitionKey = SensorTable.PartitionKey, HasStream = true });
    }

    /// <summary>May register and change sensors.</summary>
    public Access Write => To("WriteSensors", "dynamodb:GetItem", "dynamodb:PutItem");

    /// <summary>May look a sensor up.</summary>
    public Access Read => To("ReadSensors", "dynamodb:GetItem");

    /// <summary>May look a sensor up, and go through all of them.</summary>
    public Access List => To("ListSensors", "dynamodb:GetItem", "dynamodb:Scan");

    /// <summary>Every change of a sensor.</summary>
    public TableStream Changes => new("Sensors", _table.AttrStreamArn);

    private Access To(string purpose, params IReadOnlyList<string> actions) =>
        new AccessStatement(purpose, actions, [_table.AttrArn]).ToAccess().Told(SensorStore.TableNameVariable, _table.Ref);
}

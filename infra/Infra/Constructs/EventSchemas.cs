using Amazon.CDK.AWS.EventSchemas;
using Constructs;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Schemas;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// A registry with the schema of every contract, for those who consume the events with other programs:
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-schema.html
/// </summary>
public sealed class EventSchemas : Construct
{
    public EventSchemas(Construct scope, string id, StageContext context)
        : base(scope, id)
    {
        var registry = new CfnRegistry(this, "Resource", new CfnRegistryProps
        {
            RegistryName = $"sensorwatch-{context.Settings.Name}",
            Description = $"SensorWatch {context.Settings.Name}: the events of its bus",
        });
        foreach (var contract in EventCatalogue.All)
        {
            _ = new CfnSchema(this, contract.DetailType, new CfnSchemaProps
            {
                RegistryName = registry.AttrRegistryName,
                SchemaName = EventSchema.Name(contract),
                Type = EventSchema.OpenApiType,
                Content = EventSchema.OpenApi(contract),
            });
        }
    }
}

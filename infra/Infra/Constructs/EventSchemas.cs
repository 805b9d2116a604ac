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
    private const string ConsumedRule = "pattern/contract-consumed";

    /// <summary>Events that no rule of this system takes; each is published all the same, for the reason given.</summary>
    private static readonly Dictionary<EventContract, string> ForOthers = new()
    {
        [AlertAcknowledged.Contract] = "For ticket systems and dashboards that follow an alert; operators hear of what opens, not of what they did themselves.",
        [AlertResolved.Contract] = "For ticket systems and dashboards that follow an alert; an alert that is over needs nobody to act.",
        [UploadImported.Contract] = "For whoever uploads files by a program and waits for the outcome; operators hear of rejected uploads only.",
    };

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
            var schema = new CfnSchema(this, contract.DetailType, new CfnSchemaProps
            {
                RegistryName = registry.AttrRegistryName,
                SchemaName = EventSchema.Name(contract),
                Type = EventSchema.OpenApiType,
                Content = EventSchema.OpenApi(contract),
            });
            if (ForOthers.TryGetValue(contract, out var reason))
            {
                schema.Except(ConsumedRule, reason);
            }
        }
    }
}

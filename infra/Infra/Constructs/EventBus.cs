using Amazon.CDK.AWS.Events;
using Constructs;
using SensorWatch.Contracts;
using SensorWatch.Functions.Publishing;

namespace SensorWatch.Infra.Constructs;

/// <summary>The system's own event bus. It has no resource policy, so only this account's roles that may can publish to it.</summary>
public sealed class EventBus : Construct
{
    private readonly CfnEventBus _bus;

    public EventBus(Construct scope, string id, StageContext context)
        : base(scope, id)
    {
        // CloudFormation demands a name; this one can be typed: `aws events put-events` wants it.
        _bus = new CfnEventBus(this, "Resource", new CfnEventBusProps { Name = $"sensorwatch-{context.Settings.Name}" });
    }

    public string Name => _bus.Ref;

    /// <summary>
    /// May publish this event, and no other. The keys are checked for each entry of PutEvents:
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
    /// </summary>
    public Access Publish<T>()
        where T : IEvent<T> => new()
        {
            Purpose = $"Publish{T.Contract.DetailType}",
            Actions = ["events:PutEvents"],
            ResourceArn = _bus.AttrArn,
            Conditions = new Dictionary<string, string>
            {
                ["events:source"] = T.Contract.Source,
                ["events:detail-type"] = T.Contract.DetailType,
            },
            Variables = new Dictionary<string, string> { [EventPublisher.BusNameVariable] = Name },
        };
}

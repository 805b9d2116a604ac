using Amazon.CDK.AWS.Events;
using Constructs;
using SensorWatch.Contracts;
using SensorWatch.Functions.Publishing;
using SensorWatch.Infra.Patterns;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// The system's own event bus, with an archive of all that it has carried. It has no resource policy, so only this
/// account's roles that may can publish to it.
/// </summary>
public sealed class EventBus : Construct
{
    /// <summary>IAM's key for the events that a role may publish.</summary>
    public const string DetailTypeKey = "events:detail-type";

    private readonly CfnEventBus _bus;

    public EventBus(Construct scope, string id, StageContext context)
        : base(scope, id)
    {
        // CloudFormation demands a name; this one can be typed: `aws events put-events` wants it.
        _bus = new CfnEventBus(this, "Resource", new CfnEventBusProps { Name = $"sensorwatch-{context.Settings.Name}" });

        // Without a pattern it takes everything; EventBridge itself leaves out what a replay sends again.
        // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html
        var archive = new CfnArchive(this, "Archive", new CfnArchiveProps
        {
            SourceArn = _bus.AttrArn,
            Description = $"SensorWatch {context.Settings.Name}: every event, to look up and to replay",
            RetentionDays = context.Settings.ArchiveRetentionDays,
        });
        archive.ApplyRemovalPolicy(context.Settings.RemovalPolicy);
    }

    public string Name => _bus.Ref;

    /// <summary>Events of this bus.</summary>
    public RuleTrigger When(RulePattern pattern) => RuleTrigger.OnBus(Name, pattern);

    /// <summary>
    /// May publish this event, and no other. The keys are checked for each entry of PutEvents:
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
    /// </summary>
    public Access Publish<T>()
        where T : IEvent<T> =>
        new AccessStatement($"Publish{T.Contract.DetailType}", ["events:PutEvents"], [_bus.AttrArn])
        {
            Conditions = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["StringEquals"] = new Dictionary<string, string>
                {
                    ["events:source"] = T.Contract.Source,
                    [DetailTypeKey] = T.Contract.DetailType,
                },
            },
        }.ToAccess().Told(EventPublisher.BusNameVariable, Name);
}

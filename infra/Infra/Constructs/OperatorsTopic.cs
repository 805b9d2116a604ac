using Amazon.CDK.AWS.SNS;
using Constructs;
using SensorWatch.Functions.Notifications;

namespace SensorWatch.Infra.Constructs;

/// <summary>Where operators hear of critical alerts and rejected uploads. Confirmed subscriptions are state: they outlive deployments.</summary>
public sealed class OperatorsTopic : Construct
{
    private readonly Topic _topic;

    public OperatorsTopic(Construct scope, string id, StageContext context)
        : base(scope, id)
    {
        _topic = EmailTopic.Create(this, context.Settings.NotificationEmails);
    }

    /// <summary>May tell the operators.</summary>
    public Access Notify =>
        new AccessStatement("NotifyOperators", ["sns:Publish"], [_topic.TopicArn]).ToAccess().Told(SnsChannel.TopicArnVariable, _topic.TopicArn);
}

using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SNS;
using Constructs;

namespace SensorWatch.Infra.Constructs;

/// <summary>Where alarms tell people.</summary>
public sealed class AlarmTopic : Construct
{
    private readonly Topic _topic;

    public AlarmTopic(Construct scope, string id, StageContext context)
        : base(scope, id)
    {
        _topic = EmailTopic.Create(this, context.Settings.AlarmEmails);

        // A policy of its own takes the place of the default one, which let the account's alarms publish:
        // https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
        _topic.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "AllowAlarms",
            Principals = [new ServicePrincipal("cloudwatch.amazonaws.com")],
            Actions = ["sns:Publish"],
            Resources = [_topic.TopicArn],
            Conditions = new Dictionary<string, object>
            {
                ["ArnLike"] = new Dictionary<string, object> { ["aws:SourceArn"] = AnyAlarm() },
                ["StringEquals"] = new Dictionary<string, object> { ["aws:SourceAccount"] = Aws.ACCOUNT_ID },
            },
        }));
    }

    /// <summary>Tells when the alarm goes off, and when it is over.</summary>
    public void Receive(Alarm alarm)
    {
        alarm.AddAlarmAction(new SnsAction(_topic));
        alarm.AddOkAction(new SnsAction(_topic));
    }

    private string AnyAlarm() => Stack.Of(this).FormatArn(new ArnComponents
    {
        Service = "cloudwatch",
        Resource = "alarm",
        ResourceName = "*",
        ArnFormat = ArnFormat.COLON_RESOURCE_NAME,
    });
}

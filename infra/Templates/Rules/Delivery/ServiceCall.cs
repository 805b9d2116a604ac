using System.Text.Json.Nodes;
using SensorWatch.Templates.Access;
using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Delivery;

/// <summary>A call that an AWS service makes for a resource of a deployment: EventBridge for a rule, SNS for a topic.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Sender">The rule, subscription, bucket or route: findings name it.</param>
/// <param name="Service">The caller: <c>events.amazonaws.com</c>.</param>
/// <param name="SourceArn">For whom it calls, as <c>aws:SourceArn</c> says.</param>
/// <param name="ReceiverArn">What is called.</param>
internal sealed record ServiceCall(CallKind Kind, Resource Sender, string Service, string SourceArn, string ReceiverArn)
{
    public const string EventBridge = ServiceRequest.EventBridge;
    public const string Notifications = "sns.amazonaws.com";
    public const string Buckets = "s3.amazonaws.com";

    private const string CdkNotificationsType = "Custom::S3BucketNotifications";

    private static readonly (string List, string Target)[] BucketTargets =
    [
        ("LambdaConfigurations", "Function"), ("QueueConfigurations", "Queue"), ("TopicConfigurations", "Topic"),
        ("LambdaFunctionConfigurations", "LambdaFunctionArn"), ("QueueConfigurations", "QueueArn"), ("TopicConfigurations", "TopicArn"),
    ];

    /// <summary>Calls that the receiver's own policy must let in. Where a rule's target has a role, that decides instead.</summary>
    public static IEnumerable<ServiceCall> Of(Deployment deployment) =>
    [
        .. from target in DeliveryTarget.Of(deployment)
           where !target.IsOfSchedule && target.RoleArn is null && target.Arn is not null
           select new ServiceCall(CallKind.Delivery, target.Owner, EventBridge, ArnOf(target.Owner), target.Arn!),
        .. from target in DeliveryTarget.Of(deployment)
           where !target.IsOfSchedule && target.DeadLetterArn is not null
           select new ServiceCall(CallKind.DeadLetter, target.Owner, EventBridge, ArnOf(target.Owner), target.DeadLetterArn!),
        .. from subscription in deployment.Subscriptions
           where subscription.Protocol is "sqs" or "lambda"
           select new ServiceCall(CallKind.Delivery, subscription.Resource, Notifications, subscription.TopicArn, subscription.Endpoint),
        .. from subscription in deployment.Subscriptions
           where subscription.DeadLetterArn is not null
           select new ServiceCall(CallKind.DeadLetter, subscription.Resource, Notifications, subscription.TopicArn, subscription.DeadLetterArn!),
        .. from bucket in deployment.OfType(BucketResource.Type)
           from receiver in Receivers(bucket.Node("NotificationConfiguration"))
           select new ServiceCall(CallKind.Delivery, bucket, Buckets, ArnOf(bucket), receiver),
        .. from notifications in deployment.OfType(CdkNotificationsType)
           let bucket = deployment.OfType(BucketResource.Type).FirstOrDefault(bucket => bucket.Name == notifications.Text("BucketName"))
           where bucket is not null
           from receiver in Receivers(notifications.Node("NotificationConfiguration"))
           select new ServiceCall(CallKind.Delivery, bucket, Buckets, ArnOf(bucket), receiver),
    ];

    private static string ArnOf(Resource resource) => resource.Attributes.GetValueOrDefault("Arn") ?? Deployment.UnresolvedMark;

    private static IEnumerable<string> Receivers(JsonNode? configuration) =>
        from kind in BucketTargets
        from notification in JsonValues.Objects(configuration, kind.List)
        let receiver = JsonValues.Text(notification, kind.Target)
        where receiver is not null
        select receiver;
}

/// <summary>What a service calls for.</summary>
internal enum CallKind
{
    /// <summary>To hand something over.</summary>
    Delivery,

    /// <summary>To put away what could not be handed over.</summary>
    DeadLetter,
}

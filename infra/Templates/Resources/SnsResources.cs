using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Resources;

/// <summary><c>AWS::SNS::Topic</c>.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Name">The last part of its ARN.</param>
/// <param name="DisplayName">The sender's name in e-mails; null without one.</param>
/// <param name="Fifo">It keeps the order of messages.</param>
public sealed record TopicResource(Resource Resource, string Arn, string Name, string? DisplayName, bool Fifo)
{
    public const string Type = "AWS::SNS::Topic";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> NameProperty = Properties.Text("TopicName");
    private static readonly Property<string> DisplayNameProperty = Properties.Text("DisplayName");
    private static readonly Property<bool> FifoProperty = Properties.Boolean("FifoTopic");

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static TopicResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new(
            resource,
            resource.Attribute("TopicArn"),
            NameProperty.Read(resource, resource.Name),
            DisplayNameProperty.ReadOrNull(resource),
            FifoProperty.Read(resource, false));
    }
}

/// <summary><c>AWS::SNS::Subscription</c>.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Arn">Its ARN: the topic's and a UUID.</param>
/// <param name="TopicArn">Whose messages it gets.</param>
/// <param name="Protocol"><c>sqs</c>, <c>email</c>, <c>https</c> and so on.</param>
/// <param name="Endpoint">A queue's ARN, an address, a URL, by protocol.</param>
/// <param name="RawMessageDelivery">The endpoint gets the message as it is, without SNS's envelope.</param>
/// <param name="DeadLetterArn">ARN of the queue that takes what can't be delivered; null without one.</param>
public sealed record SubscriptionResource(
    Resource Resource,
    string Arn,
    string TopicArn,
    string Protocol,
    string Endpoint,
    bool RawMessageDelivery,
    string? DeadLetterArn)
{
    public const string Type = "AWS::SNS::Subscription";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> TopicArnProperty = Properties.Text("TopicArn");
    private static readonly Property<string> ProtocolProperty = Properties.Text("Protocol");
    private static readonly Property<string> EndpointProperty = Properties.Text("Endpoint");
    private static readonly Property<bool> RawMessageDeliveryProperty = Properties.Boolean("RawMessageDelivery");
    private static readonly Property<JsonObject> RedrivePolicyProperty = Properties.Json("RedrivePolicy");

    private static readonly Property<string> DeadLetterTargetArnProperty = new PropertySet().Text("deadLetterTargetArn");

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static SubscriptionResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new(
            resource,
            resource.Attribute("Arn"),
            TopicArnProperty.Read(resource),
            ProtocolProperty.Read(resource),
            EndpointProperty.Read(resource),
            RawMessageDeliveryProperty.Read(resource, false),
            RedrivePolicyProperty.ReadOrNull(resource) is { } policy
                ? DeadLetterTargetArnProperty.Read(new PropertySource(resource, policy, "RedrivePolicy."))
                : null);
    }
}

using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Resources;

/// <summary><c>AWS::S3::Bucket</c>.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Name">Its name, unique over all accounts.</param>
/// <param name="Arn"><c>arn:aws:s3:::NAME</c>.</param>
/// <param name="SendsToEventBridge">Its events go to the account's default bus.</param>
/// <param name="Versioned"><c>VersioningConfiguration.Status</c> is <c>Enabled</c>.</param>
public sealed record BucketResource(Resource Resource, string Name, string Arn, bool SendsToEventBridge, bool Versioned)
{
    public const string Type = "AWS::S3::Bucket";

    private const string EventBridgePath = "NotificationConfiguration.EventBridgeConfiguration";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> NameProperty = Properties.Text("BucketName");
    private static readonly Property<JsonObject> EventBridgeProperty = Properties.Json(EventBridgePath);
    private static readonly Property<string> VersioningProperty = Properties.Text("VersioningConfiguration.Status");
    private static readonly PropertySet EventBridgeProperties = new();
    private static readonly Property<bool> EventBridgeEnabledProperty = EventBridgeProperties.Boolean("EventBridgeEnabled");

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static BucketResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);

        // EventBridgeEnabled is true unless the template says otherwise:
        // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-eventbridgeconfiguration.html
        return new(
            resource,
            NameProperty.Read(resource, resource.Name),
            resource.Attribute("Arn"),
            EventBridgeProperty.ReadOrNull(resource) is { } eventBridge
                && EventBridgeEnabledProperty.Read(new PropertySource(resource, eventBridge, $"{EventBridgePath}."), true),
            VersioningProperty.ReadOrNull(resource) == "Enabled");
    }
}

using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Flow;

/// <summary>Whom buckets tell of their objects: EventBridge's default bus, or functions, queues and topics directly.</summary>
internal static class ObjectFlows
{
    /// <summary>CDK's higher bucket construct sets notifications by a resource of its own, <c>Custom::S3BucketNotifications</c>.</summary>
    private const string CdkNotificationsType = "Custom::S3BucketNotifications";

    private static readonly (string List, string Target)[] Kinds =
    [
        ("LambdaConfigurations", "Function"), ("QueueConfigurations", "Queue"), ("TopicConfigurations", "Topic"),
        ("LambdaFunctionConfigurations", "LambdaFunctionArn"), ("QueueConfigurations", "QueueArn"), ("TopicConfigurations", "TopicArn"),
    ];

    public static void Add(Deployment deployment, FlowBuilder flows)
    {
        foreach (var bucket in deployment.Buckets)
        {
            var node = flows.Nodes.Of(bucket.Resource);
            if (bucket.SendsToEventBridge)
            {
                AddReports(node, flows);
            }

            AddNotifications(node, JsonValues.At(bucket.Resource.Properties, "NotificationConfiguration"), bucket.Resource, flows);
        }

        foreach (var notifications in deployment.OfType(CdkNotificationsType))
        {
            var name = JsonValues.Text(notifications.Properties, "BucketName");
            var bucket = deployment.Buckets.FirstOrDefault(bucket => bucket.Name == name);
            var node = bucket is null ? null : flows.Nodes.Of(bucket.Resource);
            var configuration = JsonValues.At(notifications.Properties, "NotificationConfiguration");
            if (JsonValues.At(configuration, "EventBridgeConfiguration") is not null)
            {
                AddReports(node, flows);
            }

            AddNotifications(node, configuration, notifications, flows);
        }
    }

    private static void AddReports(FlowNode? bucket, FlowBuilder flows) =>
        flows.Add(bucket, flows.Nodes.Default(), FlowEdgeKind.Reports, edge => edge with { Label = "objects" });

    private static void AddNotifications(FlowNode? bucket, JsonNode? configuration, Resource owner, FlowBuilder flows)
    {
        foreach (var (list, target) in Kinds)
        {
            var index = 0;
            foreach (var notification in JsonValues.Objects(configuration, list))
            {
                index++;
                if (JsonValues.Text(notification, target) is { } arn)
                {
                    flows.Add(bucket, flows.Nodes.FindOrOutside(arn), FlowEdgeKind.Tells, edge => edge with
                    {
                        Via = $"{owner.Path} {list}[{index - 1}]",
                        Label = string.Join(", ", Events(notification)),
                        Patterns = [Pattern(notification)],
                    });
                }
            }
        }
    }

    /// <summary>What the notification is for, in the words of EventBridge's patterns: the same can be asked of both.</summary>
    private static JsonObject Pattern(JsonObject notification)
    {
        var rules = JsonValues.Objects(notification, "Filter", "S3Key", "Rules").Concat(JsonValues.Objects(notification, "Filter", "Key", "FilterRules"))
            .ToLookup(rule => JsonValues.Text(rule, "Name")?.ToLowerInvariant(), rule => JsonValues.Text(rule, "Value"));
        var key = $"{Escaped(rules["prefix"])}*{Escaped(rules["suffix"])}";
        var pattern = new JsonObject { ["eventName"] = Wildcards(Events(notification)) };
        if (key != "*")
        {
            pattern["key"] = Wildcards([key]);
        }

        return pattern;
    }

    private static JsonArray Wildcards(IEnumerable<string> texts) => new([.. texts.Select(text => new JsonObject { ["wildcard"] = text })]);

    private static string Escaped(IEnumerable<string?> texts) =>
        (texts.FirstOrDefault() ?? "").Replace(@"\", @"\\", StringComparison.Ordinal).Replace("*", @"\*", StringComparison.Ordinal);

    private static IEnumerable<string> Events(JsonObject notification) =>
        JsonValues.At(notification, "Events") is JsonArray events
            ? events.OfType<JsonValue>().Select(value => value.ToString())
            : [JsonValues.Text(notification, "Event") ?? "s3:*"];
}

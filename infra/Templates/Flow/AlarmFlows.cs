using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Flow;

/// <summary>What alarms watch, and whom they tell: their topics, and the default bus, which every alarm's change of state reaches.</summary>
internal static class AlarmFlows
{
    private static readonly Dictionary<(string Namespace, string Dimension), FlowNodeKind[]> Watched = new()
    {
        [("AWS/Lambda", "FunctionName")] = [FlowNodeKind.Function],
        [("AWS/SQS", "QueueName")] = [FlowNodeKind.Queue, FlowNodeKind.DeadLetterQueue],
        [("AWS/Events", "RuleName")] = [FlowNodeKind.Rule, FlowNodeKind.Schedule],
        [("AWS/DynamoDB", "TableName")] = [FlowNodeKind.Table],
        [("AWS/SNS", "TopicName")] = [FlowNodeKind.Topic],
        [("AWS/S3", "BucketName")] = [FlowNodeKind.Bucket],
        [("AWS/ApiGateway", "ApiId")] = [FlowNodeKind.Api],
        [("AWS/ApiGateway", "ApiName")] = [FlowNodeKind.Api],
    };

    public static void Add(Deployment deployment, FlowBuilder flows)
    {
        foreach (var alarm in deployment.Alarms)
        {
            var node = flows.Nodes.Of(alarm.Resource);
            foreach (var (metric, dimensions) in Metrics(alarm))
            {
                foreach (var (name, value) in dimensions)
                {
                    var kinds = Watched.GetValueOrDefault((metric.Namespace, name), []);
                    var watched = flows.Nodes.All.FirstOrDefault(candidate => candidate.PhysicalName == value && kinds.Contains(candidate.Kind));
                    flows.Add(watched, node, FlowEdgeKind.Watched, edge => edge with { Label = metric.Name });
                }
            }

            foreach (var topic in alarm.ActionsEnabled ? alarm.AlarmActions.Concat(alarm.OkActions).Concat(alarm.InsufficientDataActions).Distinct() : [])
            {
                flows.Add(node, flows.Nodes.FindOrOutside(topic), FlowEdgeKind.Notifies);
            }
        }

        AddReports(deployment, flows);
    }

    /// <summary>https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html</summary>
    private static void AddReports(Deployment deployment, FlowBuilder flows)
    {
        // Without a rule on it, nobody hears what reaches the default bus.
        if (flows.Nodes.Find(FlowNode.DefaultBusId) is { } bus)
        {
            foreach (var alarm in deployment.Alarms)
            {
                flows.Add(flows.Nodes.Of(alarm.Resource), bus, FlowEdgeKind.Reports);
            }
        }
    }

    /// <summary>The metric of a plain alarm, or those of an expression.</summary>
    private static IEnumerable<((string Namespace, string Name) Metric, IReadOnlyDictionary<string, string> Dimensions)> Metrics(AlarmResource alarm)
    {
        if (alarm is { Namespace: { } space, MetricName: { } name })
        {
            yield return ((space, name), alarm.Dimensions);
        }

        foreach (var query in JsonValues.Objects(alarm.Resource.Properties, "Metrics"))
        {
            var metric = JsonValues.At(query, "MetricStat", "Metric");
            if (JsonValues.Text(metric, "Namespace") is { } queried && JsonValues.Text(metric, "MetricName") is { } queriedName)
            {
                yield return ((queried, queriedName), Dimensions(metric));
            }
        }
    }

    private static Dictionary<string, string> Dimensions(JsonNode? metric)
    {
        var dimensions = new Dictionary<string, string>();
        foreach (var dimension in JsonValues.Objects(metric, "Dimensions"))
        {
            if (JsonValues.Text(dimension, "Name") is { } name && JsonValues.Text(dimension, "Value") is { } value)
            {
                dimensions[name] = value;
            }
        }

        return dimensions;
    }
}

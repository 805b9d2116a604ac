using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Flow;

/// <summary>Queues with what takes from them, streams, topics, and where failures go.</summary>
internal static class MessageFlows
{
    public static void Add(Deployment deployment, FlowBuilder flows)
    {
        var nodes = flows.Nodes;
        foreach (var queue in deployment.Queues.Where(queue => queue.RedrivePolicy is not null))
        {
            flows.Add(nodes.Of(queue.Resource), nodes.FindOrOutside(queue.RedrivePolicy!.DeadLetterTargetArn), FlowEdgeKind.FailsTo, edge => edge with
            {
                Label = $"after {queue.RedrivePolicy.MaxReceiveCount} receives",
            });
        }

        foreach (var stream in nodes.All.Where(node => node.Kind == FlowNodeKind.Stream).ToList())
        {
            flows.Add(nodes.Find(stream.Id[..stream.Id.LastIndexOf('#')]), stream, FlowEdgeKind.Changes);
        }

        foreach (var mapping in deployment.EventSourceMappings.Where(mapping => mapping.Enabled))
        {
            AddMapping(deployment, mapping, flows);
        }

        foreach (var subscription in deployment.Subscriptions)
        {
            AddSubscription(subscription, flows);
        }

        AddDestinations(deployment, flows);
    }

    private static void AddMapping(Deployment deployment, EventSourceMappingResource mapping, FlowBuilder flows)
    {
        var function = deployment.FindFunction(mapping.FunctionName) is { } found ? flows.Nodes.Of(found.Resource) : null;
        flows.Add(flows.Nodes.FindOrOutside(mapping.EventSourceArn), function, FlowEdgeKind.Consumes, edge => edge with
        {
            Via = mapping.Resource.Path,
            Label = Describe(mapping),
            Patterns = mapping.Filters,
            Causes = EventFlowMetadata.Read(mapping.Resource),
        });
        if (mapping.OnFailureDestinationArn is { } destination)
        {
            flows.Add(function, flows.Nodes.FindOrOutside(destination), FlowEdgeKind.FailsTo, edge => edge with { Label = "records given up" });
        }
    }

    private static string Describe(EventSourceMappingResource mapping)
    {
        List<string> facts = [$"batches of {mapping.BatchSize}", $"{mapping.MaximumBatchingWindowSeconds} s window"];
        if (mapping.MaximumConcurrency is { } concurrency)
        {
            facts.Add($"concurrency {concurrency}");
        }

        if (mapping.ParallelizationFactor != 1)
        {
            facts.Add($"{mapping.ParallelizationFactor} per shard");
        }

        return string.Join(", ", facts);
    }

    private static void AddSubscription(SubscriptionResource subscription, FlowBuilder flows)
    {
        var nodes = flows.Nodes;
        var topic = nodes.FindOrOutside(subscription.TopicArn);
        var hears = subscription.Protocol is "sqs" or "lambda" or "firehose"
            ? nodes.FindOrOutside(subscription.Endpoint)
            : nodes.Add(new FlowNode(subscription.Resource.Path, FlowNodeKind.Subscriber, subscription.Endpoint) { Path = subscription.Resource.Path });
        flows.Add(topic, hears, FlowEdgeKind.Tells, edge => edge with { Via = subscription.Resource.Path, Label = subscription.Protocol });
        if (subscription.DeadLetterArn is { } deadLetters)
        {
            flows.Add(topic, nodes.FindOrOutside(deadLetters), FlowEdgeKind.FailsTo, edge => edge with { Label = "what can't be delivered" });
        }
    }

    private static void AddDestinations(Deployment deployment, FlowBuilder flows)
    {
        foreach (var function in deployment.Functions)
        {
            if (AsynchronousFailures.DestinationOf(function.Resource) is { } deadLetters)
            {
                flows.Add(flows.Nodes.Of(function.Resource), flows.Nodes.FindOrOutside(deadLetters), FlowEdgeKind.FailsTo, AsFailure);
            }
        }

        foreach (var config in deployment.OfType(AsynchronousFailures.ConfigType))
        {
            var function = JsonValues.Text(config.Properties, "FunctionName") is { } name ? deployment.FindFunction(name) : null;
            var node = function is null ? null : flows.Nodes.Of(function.Resource);
            if (AsynchronousFailures.DestinationOf(config) is { } failures)
            {
                flows.Add(node, flows.Nodes.FindOrOutside(failures), FlowEdgeKind.FailsTo, AsFailure);
            }

            if (JsonValues.Text(config.Properties, "DestinationConfig", "OnSuccess", "Destination") is { } results)
            {
                AddResults(node, flows.Nodes.FindOrOutside(results), flows);
            }
        }

        static FlowEdge AsFailure(FlowEdge edge) => edge with { Label = "failed invocations" };
    }

    private static void AddResults(FlowNode? function, FlowNode? destination, FlowBuilder flows)
    {
        var kind = destination?.Kind switch
        {
            FlowNodeKind.Function => FlowEdgeKind.Invokes,
            FlowNodeKind.Topic => FlowEdgeKind.Notifies,
            FlowNodeKind.Bus => FlowEdgeKind.Publishes,
            _ => FlowEdgeKind.Sends,
        };
        flows.Add(function, destination, kind, edge => edge with
        {
            Label = "results",

            // The event of a destination: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
            Events = kind == FlowEdgeKind.Publishes ? [new PublishedEvent("lambda", "Lambda Function Invocation Result - Success")] : [],
        });
    }
}

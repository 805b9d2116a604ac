using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Flow;

/// <summary>A deployment's nodes, and how other resources refer to them: by ARN, which may name a part (an index, an object's key).</summary>
internal sealed class FlowNodes
{
    private readonly Dictionary<string, FlowNode> _byId = [];
    private readonly Dictionary<string, FlowNode> _byArn = [];

    public FlowNodes(Deployment deployment)
    {
        Deployment = deployment;
        foreach (var bus in deployment.EventBuses)
        {
            Add(bus.Resource, FlowNodeKind.Bus, bus.Name, bus.Name, bus.Arn);
        }

        foreach (var rule in deployment.Rules)
        {
            Add(rule.Resource, rule.EventPattern is null ? FlowNodeKind.Schedule : FlowNodeKind.Rule, ShortName(rule.Resource), rule.Name, rule.Arn);
        }

        var deadLetterQueues = DeadLetterQueues(deployment);
        foreach (var queue in deployment.Queues)
        {
            var kind = deadLetterQueues.Contains(queue.Arn) ? FlowNodeKind.DeadLetterQueue : FlowNodeKind.Queue;
            Add(queue.Resource, kind, ShortName(queue.Resource), queue.Name, queue.Arn);
        }

        foreach (var function in deployment.Functions)
        {
            Add(function.Resource, FlowNodeKind.Function, FunctionName(function.Resource), function.Name, function.Arn);
        }

        AddStores(deployment);
    }

    public Deployment Deployment { get; }

    public IReadOnlyCollection<FlowNode> All => _byId.Values;

    public FlowNode? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The node of a resource.</summary>
    public FlowNode? Of(Resource resource) => Find(resource.Path);

    public FlowNode Add(Resource resource, FlowNodeKind kind, string name, string? physicalName = null, string? arn = null) =>
        Add(new FlowNode(resource.Path, kind, name) { Path = resource.Path, PhysicalName = physicalName }, arn);

    public FlowNode Add(FlowNode node, string? arn = null)
    {
        _ = _byId.TryAdd(node.Id, node);
        if (arn is not null)
        {
            _ = _byArn.TryAdd(arn, _byId[node.Id]);
        }

        return _byId[node.Id];
    }

    /// <summary>The node behind an ARN: of a function also by version or alias, of a table by index, of a bucket by key.</summary>
    public FlowNode? FindByArn(string arn)
    {
        if (_byArn.TryGetValue(arn, out var node))
        {
            return node;
        }

        return arn.Split(':', 6) is ["arn", _, var service, _, _, var rest] && IsKnown(arn)
            ? service switch
            {
                "lambda" => Deployment.FindFunction(arn) is { } function ? Of(function.Resource) : null,
                "events" when rest == "event-bus/default" => Default(),
                "dynamodb" when rest.Split('/') is [_, _, "index", ..] => FindByArn(arn[..arn.IndexOf("/index/", StringComparison.Ordinal)]),
                "s3" when rest.Contains('/', StringComparison.Ordinal) => FindByArn(arn[..arn.IndexOf('/', StringComparison.Ordinal)]),
                _ => null,
            }
            : null;
    }

    /// <summary>The node behind an ARN, or a node for what stands outside of the deployment; null for what isn't known.</summary>
    public FlowNode? FindOrOutside(string arn)
    {
        if (FindByArn(arn) is { } node)
        {
            return node;
        }

        return IsKnown(arn) && arn.Length > 0 ? Outside(arn, ArnName(arn)) : null;
    }

    public FlowNode Outside(string id, string name) => Add(new FlowNode($"outside:{id}", FlowNodeKind.Outside, name));

    public FlowNode Default() => Add(
        new FlowNode(FlowNode.DefaultBusId, FlowNodeKind.Bus, "default") { PhysicalName = "default" },
        $"arn:{Deployment.Settings.Partition}:events:{Deployment.Settings.Region}:{Deployment.Settings.Account}:event-bus/default");

    /// <summary>The bus that a rule names.</summary>
    public FlowNode? Bus(string name) => name switch
    {
        "default" => Default(),
        _ when !IsKnown(name) => null,
        _ => Deployment.EventBuses.FirstOrDefault(bus => bus.Name == name) is { } bus ? Of(bus.Resource) : Outside($"event-bus/{name}", name),
    };

    /// <summary>The nodes that a resource of a policy stands for, with what follows the node's own ARN: <c>/rejects/*</c>.</summary>
    public IReadOnlyList<(FlowNode Node, string Part)> Matching(string resourcePattern, Func<FlowNode, bool> among)
    {
        if (!IsKnown(resourcePattern))
        {
            return [];
        }

        if (_byArn.TryGetValue(resourcePattern, out var exact))
        {
            return among(exact) ? [(exact, "")] : [];
        }

        var glob = resourcePattern.AsSpan().ContainsAny('*', '?') ? Glob.Of(resourcePattern) : null;
        return
        [
            .. from entry in _byArn
               where among(entry.Value)
               let isPart = resourcePattern.StartsWith($"{entry.Key}/", StringComparison.Ordinal)
               where isPart || glob?.Matches(entry.Key) == true
               select (entry.Value, isPart ? resourcePattern[entry.Key.Length..] : ""),
        ];
    }

    /// <summary>Whether a value was resolved.</summary>
    public static bool IsKnown(string value) => !value.IsUnresolved();

    /// <summary>The path without the stack and without CDK's <c>/Resource</c>, once or twice.</summary>
    public static string ShortName(Resource resource)
    {
        var path = resource.Path.StartsWith($"{resource.StackId}/", StringComparison.Ordinal)
            ? resource.Path[(resource.StackId.Length + 1)..]
            : resource.Path;
        return Without("/Resource", Without("/Resource", path));
    }

    /// <summary>A function inside a construct that is named after it needs no <c>/Function</c>.</summary>
    private static string FunctionName(Resource resource) => Without("/Function", ShortName(resource));

    private static string Without(string ending, string path) =>
        path.EndsWith(ending, StringComparison.Ordinal) && path.Length > ending.Length ? path[..^ending.Length] : path;

    private static string ArnName(string arn) => arn.Split(':')[^1].Split('/')[^1];

    private void AddStores(Deployment deployment)
    {
        foreach (var table in deployment.Tables)
        {
            var node = Add(table.Resource, FlowNodeKind.Table, ShortName(table.Resource), table.Name, table.Arn);
            if (table.StreamArn is { } stream)
            {
                Add(new FlowNode(FlowNode.StreamId(node.Id), FlowNodeKind.Stream, node.Name) { Path = node.Path, PhysicalName = table.Name }, stream);
            }
        }

        foreach (var bucket in deployment.Buckets)
        {
            Add(bucket.Resource, FlowNodeKind.Bucket, ShortName(bucket.Resource), bucket.Name, bucket.Arn);
        }

        foreach (var topic in deployment.Topics)
        {
            Add(topic.Resource, FlowNodeKind.Topic, ShortName(topic.Resource), topic.Name, topic.Arn);
        }

        foreach (var alarm in deployment.Alarms)
        {
            Add(alarm.Resource, FlowNodeKind.Alarm, ShortName(alarm.Resource), alarm.Name, alarm.Arn);
        }
    }

    /// <summary>ARNs of the queues that something names as its dead-letter queue or failure destination.</summary>
    private static HashSet<string> DeadLetterQueues(Deployment deployment) =>
    [
        .. deployment.Queues.Select(queue => queue.RedrivePolicy?.DeadLetterTargetArn).OfType<string>(),
        .. deployment.Rules.SelectMany(rule => rule.Targets).Select(target => target.DeadLetterArn).OfType<string>(),
        .. deployment.EventSourceMappings.Select(mapping => mapping.OnFailureDestinationArn).OfType<string>(),
        .. deployment.Subscriptions.Select(subscription => subscription.DeadLetterArn).OfType<string>(),
        .. deployment.Resources.Select(AsynchronousFailures.DestinationOf).OfType<string>(),
    ];
}

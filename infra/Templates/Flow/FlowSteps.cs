using SensorWatch.Templates.Contracts;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Flow;

/// <summary>Something happening at a node: what it is decides where it goes on.</summary>
/// <param name="Node">The node.</param>
/// <param name="Shape">The event, record or message there; null when nothing is known of it, or it doesn't matter.</param>
/// <param name="Trigger">The edge by which a function was set off, where the template declares what that leads to.</param>
internal sealed record Happening(FlowNode Node, EventShape? Shape = null, FlowEdge? Trigger = null)
{
    public string Key => $"{Node.Id}\n{Shape?.Key}\n{Trigger?.Id}";
}

/// <summary>One thing that leads to another.</summary>
/// <param name="From">What happened.</param>
/// <param name="Edge">The way.</param>
/// <param name="To">What happens next.</param>
internal sealed record FlowStep(Happening From, FlowEdge Edge, Happening To);

/// <summary>What leads to what, with regard to patterns, filters, keys and declarations: a rule on a bus follows only from what it can match.</summary>
internal sealed class FlowSteps
{
    private readonly FlowGraph _graph;
    private readonly Deployment _deployment;
    private readonly IReadOnlyList<EventType> _contracts;

    public FlowSteps(FlowGraph graph, Deployment deployment)
    {
        _graph = graph;
        _deployment = deployment;
        _contracts = [.. deployment.OfType("AWS::EventSchemas::Schema").Select(EventType.From).OfType<EventType>()];
    }

    /// <summary>What a happening leads to.</summary>
    public IEnumerable<FlowStep> From(Happening happening) => _graph.From(happening.Node).SelectMany(edge =>
        Next(happening, edge).Select(shape => new FlowStep(happening, edge, Arrival(edge, shape))));

    /// <summary>What is at a node after it came by an edge.</summary>
    private Happening Arrival(FlowEdge edge, EventShape? shape)
    {
        var node = _graph[edge.To];
        return node.Kind == FlowNodeKind.Function
            ? new(node, null, edge.Causes is null ? null : edge)
            : new(node, shape);
    }

    /// <summary>The shapes in which something goes on by an edge: none when it doesn't.</summary>
    private IEnumerable<EventShape?> Next(Happening happening, FlowEdge edge) => edge.Kind switch
    {
        FlowEdgeKind.Reads or FlowEdgeKind.Routes or FlowEdgeKind.Keeps => [],
        FlowEdgeKind.Publishes => edge.Events.SelectMany(published => Published(published, happening.Trigger)),
        FlowEdgeKind.Writes => edge.Operations.SelectMany(operation => Written(_graph[edge.To], operation)),
        FlowEdgeKind.Reports => Shapes(Reported(happening)),
        FlowEdgeKind.Matches or FlowEdgeKind.Consumes or FlowEdgeKind.Tells when edge.Patterns.Count > 0 =>
            Offered(happening, edge) is not { } shape || edge.Patterns.Any(shape.MayMatch) ? Shapes(happening.Shape) : [],
        FlowEdgeKind.Delivers => Shapes(edge.Transforms ? null : happening.Shape),
        FlowEdgeKind.Matches or FlowEdgeKind.Changes or FlowEdgeKind.Consumes => Shapes(happening.Shape),
        _ => Shapes(null),
    };

    private static IEnumerable<EventShape?> Shapes(EventShape? shape) => [shape];

    /// <summary>What an edge's patterns look at: of a queue, the message with the event in its body.</summary>
    private static EventShape? Offered(Happening happening, FlowEdge edge) =>
        edge.Kind == FlowEdgeKind.Consumes && happening.Node.Kind is FlowNodeKind.Queue or FlowNodeKind.DeadLetterQueue
            ? happening.Shape?.Within("body")
            : happening.Shape;

    private IEnumerable<EventShape> Published(PublishedEvent published, FlowEdge? trigger)
    {
        if (trigger?.Causes is not { } causes)
        {
            return [EventShape.Of(published, _contracts)];
        }

        return causes
            .Where(cause => published.DetailType is null || Glob.Of(published.DetailType).Matches(cause))
            .Select(cause => EventShape.Of(published with { DetailType = cause }, _contracts));
    }

    private IEnumerable<EventShape> Written(FlowNode node, FlowOperation operation) => node.Kind == FlowNodeKind.Bucket
        ? [WrittenObject(node, operation)]
        : [WrittenItem(node, operation)];

    /// <summary>
    /// The event, and the notification, of an object: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
    /// </summary>
    private static EventShape WrittenObject(FlowNode bucket, FlowOperation operation)
    {
        var isDelete = operation.Name == "DeleteObject";
        var keys = Keys(operation);
        return EventShape.With(
            $"{operation} in {bucket.Name}",
            ("source", Literals("aws.s3")),
            ("detail-type", Literals(isDelete ? "Object Deleted" : "Object Created")),
            ("detail.bucket.name", bucket.PhysicalName is { } name ? Literals(name) : FieldValues.Anything),
            ("detail.object.key", keys),
            ("eventName", FieldValues.Texts(Glob.Prefix(isDelete ? "s3:ObjectRemoved:" : "s3:ObjectCreated:"))),
            ("key", keys));
    }

    /// <summary>
    /// A record of a table's stream. Putting and updating insert or modify, deleting removes; a statement or a batch may do each.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
    /// </summary>
    private EventShape WrittenItem(FlowNode table, FlowOperation operation)
    {
        var names = operation.Name switch
        {
            "PutItem" or "UpdateItem" or "PartiQLUpdate" => Literals("INSERT", "MODIFY"),
            "PartiQLInsert" => Literals("INSERT"),
            "DeleteItem" or "PartiQLDelete" => Literals("REMOVE"),
            _ => Literals("INSERT", "MODIFY", "REMOVE"),
        };
        var key = _deployment.Tables.FirstOrDefault(candidate => candidate.Resource.Path == table.Id)?.Key.Partition;
        return key is { Type: "S" }
            ? EventShape.With(
                $"{operation} in {table.Name}",
                ("eventName", names),
                ($"dynamodb.Keys.{key.Name}.S", Keys(operation)),
                ($"dynamodb.NewImage.{key.Name}.S", Keys(operation)),
                ($"dynamodb.OldImage.{key.Name}.S", Keys(operation)))
            : EventShape.With($"{operation} in {table.Name}", ("eventName", names));
    }

    /// <summary>What AWS puts on the default bus: an object's event as it is, an alarm's change.</summary>
    private EventShape? Reported(Happening happening) => happening.Node.Kind == FlowNodeKind.Alarm
        ? EventShape.With(
            $"change of {happening.Node.Name}",
            ("source", Literals("aws.cloudwatch")),
            ("detail-type", Literals("CloudWatch Alarm State Change")),
            ("detail.alarmName", happening.Node.PhysicalName is { } name && FlowNodes.IsKnown(name) ? Literals(name) : FieldValues.Anything),
            ("resources", ArnOf(happening.Node) is { } arn ? Literals(arn) : FieldValues.Anything))
        : happening.Shape;

    private string? ArnOf(FlowNode alarm) => _deployment.Alarms.FirstOrDefault(candidate => candidate.Resource.Path == alarm.Id) switch
    {
        { } found when FlowNodes.IsKnown(found.Arn) => found.Arn,
        _ => null,
    };

    private static FieldValues Keys(FlowOperation operation) =>
        operation.Keys.Count == 0 ? FieldValues.Anything : FieldValues.Texts([.. operation.Keys.Select(Glob.Of)]);

    private static FieldValues Literals(params IReadOnlyList<string> texts) => FieldValues.Texts([.. texts.Select(Glob.Literal)]);
}

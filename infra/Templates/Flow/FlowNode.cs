using System.Text.Json.Serialization;

namespace SensorWatch.Templates.Flow;

/// <summary>Something that events, messages or calls come from, pass through or end in.</summary>
/// <param name="Id">Stable: the resource's path, <c>Dev/State/Bus/Resource</c>; for what is no resource, a prefix and a name: <c>outside:aws.ec2</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Short, for people: the path without stack and <c>/Resource</c>, a route's key, a bus's name.</param>
public sealed record FlowNode(string Id, FlowNodeKind Kind, string Name)
{
    /// <summary>The id of the account's default bus, which no template holds.</summary>
    public const string DefaultBusId = "bus:default";

    /// <summary>The resource's path, for findings and links; null for what is no resource of the deployment.</summary>
    public string? Path { get; init; }

    /// <summary>The id of a table's stream.</summary>
    /// <param name="tableId">The table's id.</param>
    public static string StreamId(string tableId) => $"{tableId}#stream";

    /// <summary>Its name on AWS; null for what has none.</summary>
    public string? PhysicalName { get; init; }
}

/// <summary>Kinds of nodes, in the order in which events usually meet them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FlowNodeKind>))]
public enum FlowNodeKind
{
    /// <summary>Somebody or something that the deployment doesn't hold.</summary>
    Outside,

    /// <summary>An HTTP API.</summary>
    Api,

    /// <summary>A route of an HTTP API, or a function's own URL.</summary>
    Route,

    /// <summary>A rule or a schedule of EventBridge that time sets off.</summary>
    Schedule,

    Bus,

    /// <summary>A rule with an event pattern.</summary>
    Rule,

    Queue,

    /// <summary>A queue that takes what others could not handle.</summary>
    DeadLetterQueue,

    Function,

    Table,

    /// <summary>The changes of a table.</summary>
    Stream,

    Bucket,

    Topic,

    /// <summary>Who hears of a topic, and is neither a queue nor a function: an e-mail address, a web address.</summary>
    Subscriber,

    Archive,

    Alarm,
}

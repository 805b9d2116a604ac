using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SensorWatch.Templates.Flow;

/// <summary>One way on: what happens at one node leads to the other.</summary>
/// <param name="From">Id of a node.</param>
/// <param name="To">Id of a node.</param>
/// <param name="Kind">How.</param>
public sealed record FlowEdge(string From, string To, FlowEdgeKind Kind)
{
    /// <summary>Stable: both ends, the kind, and what makes the edge if several do.</summary>
    public string Id => Via is null ? $"{From} {Kind} {To}" : $"{From} {Kind} {To} ({Via})";

    /// <summary>For people: <c>batches of 50, 1 s window, concurrency 5</c>. Null when the kind says it all.</summary>
    public string? Label { get; init; }

    /// <summary>Path of the resource that makes the edge (an event source mapping, a subscription), where it is neither end.</summary>
    public string? Via { get; init; }

    /// <summary>What a function may publish; of other kinds empty.</summary>
    public IReadOnlyList<PublishedEvent> Events { get; init; } = [];

    /// <summary>What passes: a rule's pattern, a mapping's filters, one of which must match. Empty when all passes.</summary>
    public IReadOnlyList<JsonObject> Patterns { get; init; } = [];

    /// <summary>What arrives is another thing than what was sent: a rule's target has an input of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Transforms { get; init; }

    /// <summary>What a function may do to a table or bucket; of other kinds empty.</summary>
    public IReadOnlyList<FlowOperation> Operations { get; init; } = [];

    /// <summary>
    /// On the way into a function: the detail-types that it publishes because of what comes this way, as the template declares
    /// (<see cref="EventFlowMetadata"/>). Null: any that it may.
    /// </summary>
    public IReadOnlyList<string>? Causes { get; init; }
}

/// <summary>Events that a grant lets through. <c>*</c> and <c>?</c> stand for any characters, as in IAM.</summary>
/// <param name="Source">Null when nothing in the template says which.</param>
/// <param name="DetailType">Null when nothing in the template says which.</param>
public sealed record PublishedEvent(string? Source, string? DetailType)
{
    public override string ToString() => DetailType ?? (Source is null ? "any event" : $"any event of {Source}");
}

/// <summary>An action of IAM on a table's items or a bucket's objects.</summary>
/// <param name="Action"><c>dynamodb:PutItem</c>.</param>
/// <param name="Keys">Partition keys, or object keys; <c>*</c> and <c>?</c> as in IAM. Empty: any.</param>
public sealed record FlowOperation(string Action, IReadOnlyList<string> Keys)
{
    /// <summary>The action without its service: <c>PutItem</c>.</summary>
    [JsonIgnore]
    public string Name => Action[(Action.IndexOf(':', StringComparison.Ordinal) + 1)..];

    public override string ToString() => Keys.Count == 0 ? Name : $"{Name} {string.Join(", ", Keys)}";
}

/// <summary>Kinds of edges.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FlowEdgeKind>))]
public enum FlowEdgeKind
{
    /// <summary>An API's route.</summary>
    Routes,

    /// <summary>A route's function that decides who may pass.</summary>
    Authorizes,

    /// <summary>A call of a function: by a route, by another function.</summary>
    Invokes,

    /// <summary>Function to bus.</summary>
    Publishes,

    /// <summary>What AWS or somebody else puts on a bus by itself: a bucket's objects, an alarm's changes.</summary>
    Reports,

    /// <summary>Bus to rule.</summary>
    Matches,

    /// <summary>Rule or schedule to target.</summary>
    Delivers,

    /// <summary>To a dead-letter queue or another destination, after what could not be handled or delivered.</summary>
    FailsTo,

    /// <summary>Queue or stream to function, by an event source mapping.</summary>
    Consumes,

    /// <summary>Function to queue.</summary>
    Sends,

    /// <summary>Function or alarm to topic.</summary>
    Notifies,

    /// <summary>Topic to whoever hears of it; bucket to whom it notifies itself.</summary>
    Tells,

    /// <summary>Function to table or bucket.</summary>
    Writes,

    /// <summary>Function to table, bucket or queue, from which it takes. Leads nowhere: nothing is set off.</summary>
    Reads,

    /// <summary>Table to its stream.</summary>
    Changes,

    /// <summary>Bus to archive.</summary>
    Keeps,

    /// <summary>To the alarm on one of its metrics.</summary>
    Watched,
}

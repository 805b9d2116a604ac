using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Pricing;

/// <summary>
/// What handling one thing (a request, message or record) takes: what no template tells. Tables, buses and topics are named
/// by the function's environment variables, so that the template says which they are and what writing to them costs.
/// </summary>
public sealed record Work
{
    public static Work None { get; } = new();

    /// <summary>Processor time, in milliseconds of one whole processor (a function of 1,769 MB).</summary>
    public double CpuMilliseconds { get; init; }

    /// <summary>Time spent waiting for other services, in milliseconds, whatever the function's memory.</summary>
    public double WaitMilliseconds { get; init; }

    public IReadOnlyList<LogLine> LogLines { get; init; } = [];

    /// <summary>Names of the custom metrics that it writes.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    public IReadOnlyList<ItemRead> Reads { get; init; } = [];

    public IReadOnlyList<ItemWrite> Writes { get; init; } = [];

    public IReadOnlyList<PublishedEvent> Events { get; init; } = [];

    /// <summary>Variables with the ARN of a topic that gets a message; one entry a message.</summary>
    public IReadOnlyList<string> TopicMessages { get; init; } = [];

    /// <summary>Bytes of the HTTP answer with its headers.</summary>
    public double ResponseBytes { get; init; }
}

/// <summary>What a handler does.</summary>
/// <param name="PerInvocation">Once an invocation; only its time, log lines and reads count.</param>
/// <param name="PerThing">For each request, message or record by its kind: a route key, a detail-type, an <see cref="ItemWrite.Kind"/>.</param>
public sealed record HandlerProfile(Work PerInvocation, IReadOnlyDictionary<string, Work> PerThing)
{
    /// <summary>Kind of what a schedule sends.</summary>
    public const string ScheduledEvent = "Scheduled Event";

    /// <summary>Kind of what an HTTP API asks its authorizer.</summary>
    public const string Authorization = "authorization";
}

/// <summary>A line of the function's log.</summary>
/// <param name="Level">Lambda's name of its level: <c>INFO</c>; null for one that no level keeps out.</param>
/// <param name="Bytes">Its length.</param>
public sealed record LogLine(string? Level, double Bytes);

/// <summary>An item that is read.</summary>
/// <param name="TableVariable">Environment variable with the table's name.</param>
/// <param name="Bytes">Its size, zero for one that isn't there.</param>
/// <param name="Consistent">A strongly consistent read costs twice an eventually consistent one.</param>
public sealed record ItemRead(string TableVariable, double Bytes, bool Consistent);

/// <summary>An item that is written; an example stands for all of its kind.</summary>
public sealed record ItemWrite
{
    /// <summary>Environment variable with the table's name.</summary>
    public required string TableVariable { get; init; }

    /// <summary>What is written, in words; consumers of the table's stream are told apart by it.</summary>
    public required string Kind { get; init; }

    /// <summary>
    /// Bytes of each attribute, its name included, by name; the larger of the item before and after.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
    /// </summary>
    public required IReadOnlyDictionary<string, double> Attributes { get; init; }

    /// <summary>The item's key in DynamoDB's JSON, for the filters of stream mappings: <c>{"id": {"S": "…"}}</c>.</summary>
    public required JsonObject Key { get; init; }

    /// <summary>The attributes whose value changes; null for a new item, of which all are new.</summary>
    public IReadOnlySet<string>? Changed { get; init; }

    /// <summary>In a transaction, which costs twice as much.</summary>
    public bool Transactional { get; init; }

    /// <summary>How many of them.</summary>
    public double Count { get; init; } = 1;

    public double Bytes => Attributes.Values.Sum();
}

/// <summary>An event that is put on a bus.</summary>
/// <param name="BusVariable">Environment variable with the bus's name or ARN.</param>
/// <param name="Event">An example, as the bus delivers it.</param>
/// <param name="EntryBytes">Size of the PutEvents entry: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html</param>
/// <param name="Count">How many of them.</param>
public sealed record PublishedEvent(string BusVariable, JsonElement Event, double EntryBytes, double Count = 1)
{
    /// <summary>Its detail-type.</summary>
    public string Kind => Event.GetProperty("detail-type").GetString()!;
}

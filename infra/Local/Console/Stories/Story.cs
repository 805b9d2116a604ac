using System.Text.Json.Nodes;

namespace SensorWatch.Local.Console.Stories;

/// <summary>All that came of one cause outside, as a tree of steps.</summary>
/// <param name="Focus">The step that was asked for; it is in the tree.</param>
/// <param name="Root">Where it began.</param>
/// <param name="Truncated">There are more steps than are told.</param>
internal sealed record Story(string Focus, StoryStep Root, bool Truncated);

/// <summary>A step of a story, and what it led to.</summary>
internal sealed record StoryStep
{
    /// <summary><c>KIND:KEY</c>; of several attempts the last one's, or the one that was asked for.</summary>
    public required string Id { get; init; }

    /// <summary><c>request</c>, <c>event</c>, <c>message</c>, <c>invocation</c>, <c>record</c> (an item's change), <c>notification</c>, <c>schedule</c>, <c>object</c>, <c>alarm</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its node in the flow graph.</summary>
    public string? Node { get; init; }

    /// <summary>A short name of the node.</summary>
    public string? NodeName { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>When it was over; null while it isn't, and for what has no duration.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>For people: <c>POST /readings -> 202</c>, <c>StoreReadings, 2nd attempt</c>.</summary>
    public required string Title { get; init; }

    /// <summary><c>ok</c>, <c>failed</c>, <c>waiting</c>, <c>running</c>, <c>dead</c> (in a dead-letter queue, or was) or <c>dropped</c> (nobody took it).</summary>
    public required string Status { get; init; }

    /// <summary>Why it has that status, or what else is to be known of it.</summary>
    public string? Note { get; init; }

    /// <summary>The calls of a function for it: of an invocation, and of a message or record whose invocation stands elsewhere in the tree.</summary>
    public IReadOnlyList<StoryAttempt> Attempts { get; init; } = [];

    public IReadOnlyList<StoryFact> Facts { get; init; } = [];

    /// <summary>What it carried, unless the step above carried the same.</summary>
    public JsonNode? Payload { get; init; }

    /// <summary>So many other messages or records were handled in the same call, or may have led to this as well as the step above.</summary>
    public int? Shared { get; init; }

    public IReadOnlyList<StoryStep> Children { get; init; } = [];
}

/// <summary>A call of a function.</summary>
/// <param name="Invocation">Its step.</param>
/// <param name="Time">When it was called.</param>
/// <param name="Status"><c>ok</c>, <c>error</c>, <c>timeout</c>, <c>throttled</c> or <c>running</c>.</param>
internal sealed record StoryAttempt(string Invocation, DateTimeOffset Time, string Status)
{
    /// <summary>As Lambda reports it; null until it does.</summary>
    public double? DurationMs { get; init; }

    public string? ErrorType { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>When the caller heard from it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset? EndTime { get; init; }
}

/// <summary>Something that happened to a step.</summary>
/// <param name="Time">When.</param>
/// <param name="Kind">See <see cref="Tracing.FactKind"/>; camel case.</param>
/// <param name="Text">For people.</param>
/// <param name="Node">Where.</param>
internal sealed record StoryFact(DateTimeOffset Time, string Kind, string Text, string? Node);

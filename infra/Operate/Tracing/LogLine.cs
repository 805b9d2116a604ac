using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SensorWatch.Operate.Aws;

namespace SensorWatch.Operate.Tracing;

/// <summary>
/// A line of a function's log, read: the functions write JSON, with what a message names as members of their own
/// (<c>eventId</c>, <c>correlationId</c>), and Lambda writes its own lines among them.
/// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
/// </summary>
internal sealed record LogLine
{
    public required DateTimeOffset Time { get; init; }

    /// <summary>The function's handler.</summary>
    public required string Function { get; init; }

    /// <summary><c>INFO</c>, <c>ERROR</c>, …; null when the line doesn't say.</summary>
    public string? Level { get; init; }

    public string? RequestId { get; init; }

    public required string Text { get; init; }

    /// <summary>Something failed.</summary>
    public bool IsError { get; init; }

    /// <summary>Why, when a member of its own says so.</summary>
    [JsonIgnore]
    public string? Reason { get; init; }

    /// <summary>The events that the line is about.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> EventIds { get; init; } = [];

    /// <summary>Of the one event that the line is about.</summary>
    [JsonIgnore]
    public string? DetailType { get; init; }

    /// <summary>What the line belongs to; more than one when a batch was handled together.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> CorrelationIds { get; init; } = [];

    /// <summary>The event that led to the one that the line is about.</summary>
    [JsonIgnore]
    public string? CausationId { get; init; }

    /// <summary>Reads a line; one that is no JSON is its own text.</summary>
    /// <param name="line">The line.</param>
    /// <param name="function">What people call the function.</param>
    public static LogLine Of(LogEvent line, string function)
    {
        var members = JsonMembers.TryParse(line.Message);
        return members switch
        {
            null => new() { Time = line.Time, Function = function, Text = line.Message.Trim(), IsError = line.Message.Contains("Task timed out", StringComparison.Ordinal) },
            { } platform when platform.Object("record") is { } record => OfPlatform(line, function, platform, record),
            _ => OfFunction(line, function, members),
        };
    }

    private static LogLine OfFunction(LogEvent line, string function, JsonObject members)
    {
        var level = members.Text("level");
        var reason = members.Text("reason") ?? members.Text("errorMessage");
        return new()
        {
            Time = line.Time,
            Function = function,
            Level = level,
            RequestId = members.Text("requestId") ?? members.Text("AWSRequestId"),
            Text = members.Text("message") ?? members.Text("errorMessage") ?? line.Message.Trim(),
            IsError = level is "ERROR" or "FATAL",
            Reason = reason,
            EventIds = members.Text("eventId") is { } id ? new[] { id } : Split(members.Text("eventIds")),
            DetailType = members.Text("detailType"),
            CorrelationIds = Split(members.Text("correlationId")),
            CausationId = members.Text("causationId"),
        };
    }

    private static LogLine OfPlatform(LogEvent line, string function, JsonObject platform, JsonObject record)
    {
        var (type, status) = (platform.Text("type") ?? "platform", record.Text("status"));
        var duration = record.Object("metrics")?["durationMs"]?.ToJsonString();
        return new()
        {
            Time = line.Time,
            Function = function,
            RequestId = record.Text("requestId"),
            Text = string.Join(' ', new[] { type + ":", status, record.Text("errorType"), duration is null ? null : $"after {duration} ms" }.OfType<string>()),
            IsError = status is not (null or "success"),
        };
    }

    private static string[] Split(string? ids) => ids?.Split(", ", StringSplitOptions.RemoveEmptyEntries) ?? [];
}

namespace SensorWatch.Local.Console.Archives;

/// <summary>A replay as the console shows it.</summary>
internal sealed record ReplayView
{
    public required string Name { get; init; }

    public required string Archive { get; init; }

    /// <summary>EventBridge's word: <c>RUNNING</c>, <c>COMPLETED</c>.</summary>
    public required string State { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>Exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>How many events lie between.</summary>
    public required long Events { get; init; }

    /// <summary>How many of them have been sent.</summary>
    public required long Replayed { get; init; }

    /// <summary>Time of the event that was sent last.</summary>
    public DateTimeOffset? LastReplayed { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Labels of the rules that get the events; none for all.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Reason { get; init; }
}

/// <summary>Asks for a replay.</summary>
internal sealed record ReplayRequest
{
    /// <summary>The archive's name.</summary>
    public required string Archive { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>Exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>ARNs of the rules that get the events; none for all.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];
}

namespace SensorWatch.Local.Console.Sending;

/// <summary>How far a burst is; counts are in its unit.</summary>
internal sealed record BurstProgress
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Unit { get; init; }

    /// <summary>Of which the answer is there.</summary>
    public required long Sent { get; init; }

    /// <summary>Answered with a status of 200 to 299.</summary>
    public required long Accepted { get; init; }

    public required long Failed { get; init; }

    public required long Total { get; init; }

    /// <summary>Requests that were answered.</summary>
    public required long Requests { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What was answered to requests that failed, by status; 0 for no answer.</summary>
    public required IReadOnlyList<BurstFailure> Failures { get; init; }
}

/// <summary>Requests of a burst that failed in the same way.</summary>
/// <param name="Status">The HTTP status; 0 for no answer.</param>
/// <param name="Count">How many.</param>
/// <param name="Example">The first answer's text.</param>
internal sealed record BurstFailure(int Status, long Count, string Example);

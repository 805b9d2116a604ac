namespace SensorWatch.Contracts;

/// <summary>What every event about an alert tells of it: enough to act on without asking the database.</summary>
public sealed record Alert
{
    public static Alert Example { get; } = new()
    {
        AlertId = "seattle-temperature~HighCritical~20100709T230000Z",
        Kind = AlertKind.Limit,
        Severity = Severity.Critical,
        Subject = "seattle-temperature",
        Limit = LimitKind.HighCritical,
        Message = "36.2 Cel is above the critical limit of 35 Cel",
        Value = 36.2,
        Unit = "Cel",
        OpenedAt = new DateTimeOffset(2010, 7, 9, 23, 0, 0, TimeSpan.Zero),
    };

    public required string AlertId { get; init; }

    public required AlertKind Kind { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>The sensor's id; of a system alert, the CloudWatch alarm's name.</summary>
    public required string Subject { get; init; }

    /// <summary>The limit that was crossed; null for alerts of another kind.</summary>
    public LimitKind? Limit { get; init; }

    /// <summary>What happened, for people.</summary>
    public required string Message { get; init; }

    /// <summary>The value that opened the alert; null for alerts of another kind.</summary>
    public double? Value { get; init; }

    /// <summary>Unit of the value, as a UCUM code.</summary>
    public string? Unit { get; init; }

    /// <summary>Time of the reading, or of what else opened it, UTC.</summary>
    public required DateTimeOffset OpenedAt { get; init; }
}

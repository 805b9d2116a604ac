namespace SensorWatch.Functions.Alerts;

/// <summary>What the judging of a CloudWatch alarm remembers from one state change to the next.</summary>
public sealed record AlarmMemory
{
    public required string AlarmName { get; init; }

    /// <summary>Time of the newest state change that was judged; null before the first.</summary>
    public DateTimeOffset? JudgedAt { get; init; }

    /// <summary>Id of the alert that is open; null when there is none.</summary>
    public string? OpenAlertId { get; init; }

    /// <summary>Grows by one with each change that is stored. 0 before the first.</summary>
    public long Version { get; init; }
}

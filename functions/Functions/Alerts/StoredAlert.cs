using System.Text.Json.Serialization;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Json;
using SensorWatch.Functions.Changes;

namespace SensorWatch.Functions.Alerts;

/// <summary>How far an alert has come; it never goes back.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AlertStatus>))]
public enum AlertStatus
{
    Open,
    Acknowledged,
    Resolved,
}

/// <summary>An alert, and what has become of it.</summary>
public sealed record StoredAlert
{
    public required Alert Alert { get; init; }

    public required AlertStatus Status { get; init; }

    /// <summary>Null until an operator acknowledges it; stays when it is resolved.</summary>
    public Acknowledgement? Acknowledgement { get; init; }

    /// <summary>Null until it is resolved.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>When it was last changed in the table, UTC; times of readings may be long before.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>What led to the last change.</summary>
    public required Origin Origin { get; init; }

    /// <summary>1 when it was opened; grows by one with each change.</summary>
    public required long Version { get; init; }
}

/// <summary>An operator has seen an alert.</summary>
public sealed record Acknowledgement(DateTimeOffset At, string Operator, string? Note);

/// <summary>What was wrong is well again.</summary>
/// <param name="At">Time of the reading, or of what else resolved it, UTC.</param>
/// <param name="Reason">For people.</param>
public sealed record Resolution(DateTimeOffset At, string Reason);

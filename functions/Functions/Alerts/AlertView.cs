using SensorWatch.Contracts;

namespace SensorWatch.Functions.Alerts;

/// <summary>An alert as answers show it.</summary>
public sealed record AlertView
{
    public required string AlertId { get; init; }

    public required AlertKind Kind { get; init; }

    public required Severity Severity { get; init; }

    public required string Subject { get; init; }

    public LimitKind? Limit { get; init; }

    public required string Message { get; init; }

    public double? Value { get; init; }

    public string? Unit { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required AlertStatus Status { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    public string? AcknowledgedBy { get; init; }

    public string? Note { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    public string? Reason { get; init; }

    public required long Version { get; init; }

    public static AlertView Of(StoredAlert stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var alert = stored.Alert;
        return new()
        {
            AlertId = alert.AlertId,
            Kind = alert.Kind,
            Severity = alert.Severity,
            Subject = alert.Subject,
            Limit = alert.Limit,
            Message = alert.Message,
            Value = alert.Value,
            Unit = alert.Unit,
            OpenedAt = alert.OpenedAt,
            Status = stored.Status,
            AcknowledgedAt = stored.Acknowledgement?.At,
            AcknowledgedBy = stored.Acknowledgement?.Operator,
            Note = stored.Acknowledgement?.Note,
            ResolvedAt = stored.Resolution?.At,
            Reason = stored.Resolution?.Reason,
            Version = stored.Version,
        };
    }
}

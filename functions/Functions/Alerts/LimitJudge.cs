using System.Globalization;
using SensorWatch.Contracts;

namespace SensorWatch.Functions.Alerts;

/// <summary>
/// Judges readings by limits; pure. The rule that makes order and repetition harmless: readings are judged in the order
/// of their time, and one that is not newer than the newest judged before is not judged at all. So a late or repeated
/// reading never opens, resolves or reopens an alert; it is stored all the same.
/// </summary>
public static class LimitJudge
{
    private static readonly LimitKind[] Kinds = Enum.GetValues<LimitKind>();

    /// <summary>Judges the readings of one event.</summary>
    /// <param name="state">What was known before.</param>
    /// <param name="limits">The sensor's limits.</param>
    /// <param name="data">The readings, in any order.</param>
    /// <returns>What is known now, and the alerts' changes in the order of time.</returns>
    public static (SensorState State, IReadOnlyList<AlertChange> Changes) Judge(SensorState state, Limits limits, ReadingsRecorded data)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(data);
        var changes = new List<AlertChange>();
        foreach (var reading in data.Readings.OrderBy(reading => reading.Time))
        {
            if (state.Last is { } last && reading.Time <= last.Time)
            {
                continue;
            }

            state = JudgeReading(state, limits, data.Unit, reading, changes) with { Last = reading, Unit = data.Unit };
        }

        return (state, changes);
    }

    /// <summary>Judges the newest reading again, by limits that changed at a time. Doing it twice is the same as once.</summary>
    /// <param name="state">What was known before.</param>
    /// <param name="limits">The sensor's limits.</param>
    /// <param name="unit">The limits' unit. A reading in another unit is not judged.</param>
    /// <param name="changedAt">When they became what they are; no two changes of a sensor have the same time.</param>
    public static (SensorState State, IReadOnlyList<AlertChange> Changes) JudgeAgain(
        SensorState state,
        Limits limits,
        string unit,
        DateTimeOffset changedAt)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(limits);
        var changes = new List<AlertChange>();
        if (state.Last is { } last && state.Unit == unit)
        {
            var at = changedAt > last.Time ? changedAt : last.Time;
            state = JudgeReading(state, limits, unit, last with { Time = at }, changes, changedAt);
        }

        return (state, changes);
    }

    private static SensorState JudgeReading(
        SensorState state,
        Limits limits,
        string unit,
        Reading reading,
        List<AlertChange> changes,
        DateTimeOffset? changedAt = null)
    {
        var open = state.OpenAlerts;
        foreach (var kind in Kinds)
        {
            if (open.TryGetValue(kind, out var openId))
            {
                if (WhyResolved(kind, limits, unit, reading.Value) is { } reason)
                {
                    changes.Add(new AlertChange.Resolved(openId, reading.Time, reason));
                    open = open.Remove(kind);
                }
            }
            else if (limits[kind] is { } limit && Beyond(kind, limit, reading.Value))
            {
                var alertId = changedAt is { } at
                    ? AlertIds.ForChangedLimit(state.SensorId, kind, at)
                    : AlertIds.ForLimit(state.SensorId, kind, reading.Time);
                var alert = Open(alertId, state.SensorId, kind, limit, unit, reading);
                changes.Add(new AlertChange.Opened(alert));
                open = open.Add(kind, alert.AlertId);
            }
        }

        return state with { OpenAlerts = open };
    }

    private static bool IsLow(LimitKind kind) => kind is LimitKind.LowCritical or LimitKind.LowWarning;

    private static bool Beyond(LimitKind kind, double limit, double value) => IsLow(kind) ? value < limit : value > limit;

    private static string? WhyResolved(LimitKind kind, Limits limits, string unit, double value)
    {
        if (limits[kind] is not { } limit)
        {
            return "The limit is no longer watched";
        }

        var inside = IsLow(kind) ? value >= limit + limits.Hysteresis : value <= limit - limits.Hysteresis;
        return inside ? $"{Text(value)} {unit} is back inside the limit of {Text(limit)} {unit}" : null;
    }

    private static Alert Open(string alertId, string sensorId, LimitKind kind, double limit, string unit, Reading reading)
    {
        var severity = kind is LimitKind.LowCritical or LimitKind.HighCritical ? Severity.Critical : Severity.Warning;
        var side = IsLow(kind) ? "below" : "above";
        return new()
        {
            AlertId = alertId,
            Kind = AlertKind.Limit,
            Severity = severity,
            Subject = sensorId,
            Limit = kind,
            Message = $"{Text(reading.Value)} {unit} is {side} the {(severity is Severity.Critical ? "critical" : "warning")} limit of {Text(limit)} {unit}",
            Value = reading.Value,
            Unit = unit,
            OpenedAt = reading.Time,
        };
    }

    private static string Text(double value) => value.ToString("0.###############", CultureInfo.InvariantCulture);
}

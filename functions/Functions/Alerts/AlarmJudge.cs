using System.Globalization;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Aws;

namespace SensorWatch.Functions.Alerts;

/// <summary>
/// Judges state changes of CloudWatch alarms; pure. ALARM opens an alert, OK resolves it, INSUFFICIENT_DATA says
/// nothing. The rule is that of readings: a change that is not newer than the newest judged before is not judged, so one
/// that comes late or twice never opens or resolves an alert.
/// </summary>
public static class AlarmJudge
{
    /// <summary>When the alarm changed: its own time, to the millisecond, or the event's, which has whole seconds.</summary>
    /// <exception cref="FormatException">The alarm's time is not in CloudWatch's form.</exception>
    public static DateTimeOffset TimeOf(AwsEvent<AlarmStateChange> @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        return @event.Detail.State.Timestamp is not { } text
            ? @event.Time
            : DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time)
                ? time
                : throw new FormatException($"Expected a time such as 2026-01-02T03:04:05.000+0000 in state.timestamp; got '{text}'.");
    }

    /// <summary>Judges one state change.</summary>
    /// <param name="memory">What was known before.</param>
    /// <param name="event">The state change.</param>
    /// <returns>What is known now, and what becomes of the alert; null when nothing does.</returns>
    /// <exception cref="FormatException">The alarm's time is not in CloudWatch's form.</exception>
    public static (AlarmMemory Memory, AlertChange? Change) Judge(AlarmMemory memory, AwsEvent<AlarmStateChange> @event)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(@event);
        var (name, state) = (@event.Detail.AlarmName, @event.Detail.State);
        var time = TimeOf(@event);
        if (time <= memory.JudgedAt || state.Value is not ("ALARM" or "OK"))
        {
            return (memory, null);
        }

        memory = memory with { JudgedAt = time };
        if (state.Value == "ALARM" && memory.OpenAlertId is null)
        {
            var alert = new Alert
            {
                AlertId = AlertIds.ForAlarm(name, time),
                Kind = AlertKind.System,
                Severity = Severity.Critical,
                Subject = name,
                Message = state.Reason ?? $"The alarm {name} is in ALARM",
                OpenedAt = time,
            };
            return (memory with { OpenAlertId = alert.AlertId }, new AlertChange.Opened(alert));
        }

        return state.Value == "OK" && memory.OpenAlertId is { } open
            ? (memory with { OpenAlertId = null }, new AlertChange.Resolved(open, time, state.Reason ?? $"The alarm {name} is OK"))
            : (memory, null);
    }
}

using SensorWatch.Contracts;
using SensorWatch.Contracts.Json;
using SensorWatch.Functions.Sensors;

namespace SensorWatch.Functions.Alerts;

/// <summary>
/// When a sensor's silence is an alert; pure. The rule: a sensor that is expected to report every n seconds is silent
/// when 2n have gone by since it last reported (since it was registered, if it never has): one report may be late or
/// lost. The alert opens as of that moment, so whoever notices it, and whenever, makes the same alert. The first report
/// that was made later resolves it. An event counts by its own time: one that was made before and arrives late proves
/// nothing about the present.
/// </summary>
/// <remarks>
/// <see cref="SensorState.DueAt"/> is when a sensor is looked at: never later than it would be silent, and earlier when that
/// saves moving it with each report. Each move writes the index that sensors are found by twice. A look that comes too early
/// finds the sensor well, and moves it on.
/// </remarks>
public static class SilenceRule
{
    /// <summary>How many intervals without a report are silence.</summary>
    public const int Intervals = 2;

    /// <summary>How many intervals before it would be silent a sensor may be looked at: one, and a little for reports that are late.</summary>
    private const double EarlyIntervals = 1.1;

    /// <summary>The sensor reported: its silence, if any, is over.</summary>
    /// <param name="state">What was known before.</param>
    /// <param name="sensor">The sensor; null when it isn't registered.</param>
    /// <param name="reportedAt">Time of the event that brought its readings.</param>
    public static (SensorState State, IReadOnlyList<AlertChange> Changes) Reported(SensorState state, Sensor? sensor, DateTimeOffset reportedAt)
    {
        ArgumentNullException.ThrowIfNull(state);
        var changes = new List<AlertChange>();
        if (state.ReportedAt is null || reportedAt > state.ReportedAt)
        {
            state = state with { ReportedAt = reportedAt };
        }

        if (state.Silence is { } silence && reportedAt > silence.OpenedAt)
        {
            changes.Add(new AlertChange.Resolved(silence.AlertId, reportedAt, $"The sensor reported at {UtcTimeConverter.ToText(reportedAt)}"));
            state = state with { Silence = null };
        }

        return (state with { DueAt = LookAt(state, sensor) }, changes);
    }

    /// <summary>The sensor was registered, or something about it was changed: perhaps how often it reports.</summary>
    public static (SensorState State, IReadOnlyList<AlertChange> Changes) Changed(SensorState state, Sensor sensor)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(sensor);
        var changes = new List<AlertChange>();
        if (state.Silence is { } silence && sensor.ExpectedEverySeconds is null)
        {
            var at = sensor.ChangedAt > silence.OpenedAt ? sensor.ChangedAt : silence.OpenedAt;
            changes.Add(new AlertChange.Resolved(silence.AlertId, at, "The sensor is no longer expected to report"));
            state = state with { Silence = null };
        }

        return (state with { DueAt = DueAt(state, sensor) }, changes);
    }

    /// <summary>Looks whether the sensor is silent now.</summary>
    public static (SensorState State, IReadOnlyList<AlertChange> Changes) Check(SensorState state, Sensor? sensor, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (sensor is null || DueAt(state, sensor) is not { } dueAt || dueAt >= now)
        {
            return (state with { DueAt = DueAt(state, sensor) }, []);
        }

        var since = state.ReportedAt ?? sensor.RegisteredAt;
        var alert = new Alert
        {
            AlertId = AlertIds.ForSilence(state.SensorId, since),
            Kind = AlertKind.Silence,

            // It says nothing about what the sensor measures: more often a battery than a fire. Nobody is woken for it.
            Severity = Severity.Warning,
            Subject = state.SensorId,
            Message = state.ReportedAt is null
                ? $"No report since it was registered at {UtcTimeConverter.ToText(since)}; one is expected every {sensor.ExpectedEverySeconds} seconds"
                : $"No report since {UtcTimeConverter.ToText(since)}; one is expected every {sensor.ExpectedEverySeconds} seconds",
            OpenedAt = dueAt,
        };
        return (state with { Silence = new(alert.AlertId, dueAt), DueAt = null }, [new AlertChange.Opened(alert)]);
    }

    /// <summary>The time that is stored already, if it is early enough and not much too early; else when the sensor is silent.</summary>
    private static DateTimeOffset? LookAt(SensorState state, Sensor? sensor) =>
        DueAt(state, sensor) is { } silentAt && state.DueAt is { } stored && stored <= silentAt
            && silentAt - stored <= EarlyIntervals * TimeSpan.FromSeconds(sensor!.ExpectedEverySeconds!.Value)
            ? stored
            : DueAt(state, sensor);

    /// <summary>When the sensor's silence is an alert; null when nobody waits for it, or when the alert is open.</summary>
    private static DateTimeOffset? DueAt(SensorState state, Sensor? sensor) =>
        state.Silence is null && sensor?.ExpectedEverySeconds is { } seconds
            ? (state.ReportedAt ?? sensor.RegisteredAt) + (Intervals * TimeSpan.FromSeconds(seconds))
            : null;
}

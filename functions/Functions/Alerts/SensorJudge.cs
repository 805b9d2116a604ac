using SensorWatch.Contracts;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Sensors;

namespace SensorWatch.Functions.Alerts;

/// <summary>
/// Judges the events of one sensor and says what to write; pure. Events are judged in the order of their earliest
/// reading, whatever the order they came in; changes of the sensor come last, since they judge the newest reading again.
/// An event that changes no alert is written together with the next that does, or at the end.
/// </summary>
internal static class SensorJudge
{
    /// <summary>
    /// Readings of a part, when an event changes more alerts than a transaction takes: each reading changes at most one
    /// alert for each limit, and the report itself one more.
    /// </summary>
    private static readonly int ReadingsOfPart = (AlertWrite.MaximumAlerts - 1) / Enum.GetValues<LimitKind>().Length;

    /// <summary>Judges the events.</summary>
    /// <param name="consumer">Name of the consumer, for the markers.</param>
    /// <param name="state">What was known before.</param>
    /// <param name="sensor">The sensor; null when it isn't registered: its readings are remembered, and nothing is judged.</param>
    /// <param name="events">Events of that sensor, in any order.</param>
    /// <param name="done">Markers of what turned out to be done already.</param>
    /// <returns>What to write, one after the other.</returns>
    public static IReadOnlyList<AlertWrite> Judge(
        string consumer,
        SensorState state,
        Sensor? sensor,
        IReadOnlyList<SensorEvent> events,
        IReadOnlySet<string> done)
    {
        var writes = new List<AlertWrite>();
        var stored = state;
        foreach (var @event in InOrder(events))
        {
            var doneKey = AlertTable.DoneKey(consumer, @event.Metadata.EventId);
            foreach (var (partKey, part) in Parts(doneKey, state, sensor, @event).Where(part => !done.Contains(part.DoneKey)))
            {
                (state, var changes) = JudgeEvent(state, sensor, part);
                if (changes.Count > 0)
                {
                    Write(partKey, part, changes);
                }
            }
        }

        if (state != stored)
        {
            var last = InOrder(events).Last();
            Write(AlertTable.DoneKey(consumer, last.Metadata.EventId), last, []);
        }

        return writes;

        void Write(string doneKey, SensorEvent cause, IReadOnlyList<AlertChange> changes)
        {
            var version = state.Version;
            stored = state = state with { Version = version + 1 };
            writes.Add(new()
            {
                DoneKey = doneKey,
                State = StateItem.Write(state),
                Version = version,
                Changes = changes,
                Origin = Origin.Of(cause.Metadata),
            });
        }
    }

    private static IEnumerable<SensorEvent> InOrder(IReadOnlyList<SensorEvent> events) => events
        .OrderBy(e => e.Data?.Readings.Min(reading => reading.Time) ?? DateTimeOffset.MaxValue)
        .ThenBy(e => e.Metadata.Time)
        .ThenBy(e => e.Metadata.EventId, StringComparer.Ordinal);

    /// <summary>The event itself; or, if it changes too many alerts for one transaction, parts of it in the order of time.</summary>
    private static IEnumerable<(string DoneKey, SensorEvent Part)> Parts(string doneKey, SensorState state, Sensor? sensor, SensorEvent @event)
    {
        if (@event.Data is null
            || @event.Data.Readings.Count <= ReadingsOfPart
            || JudgeEvent(state, sensor, @event).Changes.Select(AlertIdOf).Distinct().Count() <= AlertWrite.MaximumAlerts)
        {
            return [(doneKey, @event)];
        }

        return @event.Data.Readings
            .OrderBy(reading => reading.Time)
            .Chunk(ReadingsOfPart)
            .Select((readings, part) => ($"{doneKey}#{part}", @event with { Data = @event.Data with { Readings = readings } }));
    }

    private static string AlertIdOf(AlertChange change) => change switch
    {
        AlertChange.Opened opened => opened.Alert.AlertId,
        AlertChange.Resolved resolved => resolved.AlertId,
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "No such change."),
    };

    private static (SensorState State, IReadOnlyList<AlertChange> Changes) JudgeEvent(SensorState state, Sensor? sensor, SensorEvent @event)
    {
        IReadOnlyList<AlertChange> limits = [];
        IReadOnlyList<AlertChange> silence = [];
        if (@event.Data is { } data)
        {
            // Limits mean nothing for values in another unit.
            if (sensor is null || sensor.Unit == data.Unit)
            {
                (state, limits) = LimitJudge.Judge(state, sensor?.Limits ?? Limits.None, data);
            }

            (state, silence) = SilenceRule.Reported(state, sensor, @event.Metadata.Time);
        }
        else if (sensor is not null)
        {
            (state, limits) = LimitJudge.JudgeAgain(state, sensor.Limits, sensor.Unit, sensor.ChangedAt);
            (state, silence) = SilenceRule.Changed(state, sensor);
        }

        return (state, [.. limits, .. silence]);
    }
}

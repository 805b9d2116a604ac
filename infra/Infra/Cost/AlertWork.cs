using System.Collections.Immutable;
using Amazon.DynamoDBv2.Model;
using SensorWatch.Contracts;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Notifications;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Sensors;
using SensorWatch.Templates.Pricing;

namespace SensorWatch.Infra.Cost;

/// <summary>What judging readings, and what alerts lead to, takes. The sensor is registered, has limits and is waited for.</summary>
internal sealed class AlertWork(CostAssumptions assumptions, int readingsOfEvent)
{
    private const string Opened = "alert opened";
    private const string Resolved = "alert resolved";

    /// <summary>What each report changes in a sensor's state, and what only some change: see <see cref="SilenceRule"/>.</summary>
    private static readonly HashSet<string> StateChanges = ["lastTime", "lastValue", "reportedAt", "version"];

    private static readonly HashSet<string> StateAndDueChanges = [.. StateChanges, AlertTable.DueAt];

    private static readonly HashSet<string> ResolvedChanges =
        [AlertTable.Status, AlertItem.ResolvedAt, AlertItem.Reason, AlertItem.ChangedAt, Origin.CausationIdAttribute, Origin.CorrelationIdAttribute, "version"];

    private readonly Origin _origin = Origin.Of(SampleReadings.Metadata(ReadingsRecorded.Contract));

    /// <summary>Share of the events that open or resolve an alert.</summary>
    private double ShareOfChanges => Math.Min(1, 2 * assumptions.AlertsPerMillion * readingsOfEvent / 1_000_000);

    private StoredAlert Alert => new()
    {
        Alert = Contracts.Alert.Example,
        Status = AlertStatus.Open,
        ChangedAt = SampleReadings.Time,
        Origin = _origin,
        Version = 1,
    };

    /// <summary>A sensor's readings: reads state and sensor, writes the state; in a transaction with the alert when one changes.</summary>
    public Work Judge()
    {
        var share = ShareOfChanges;
        var moves = ShareOfMoves();
        var state = StateItem.Write(State());
        return new()
        {
            CpuMilliseconds = assumptions.CpuMicrosecondsPerReading * readingsOfEvent / 1000,
            WaitMilliseconds = 3 * assumptions.DynamoDbMilliseconds,
            Reads =
            [
                new(AlertStore.TableNameVariable, ItemSize.Of(state).Values.Sum(), Consistent: true),
                new(SensorStore.TableNameVariable, ItemSize.Of(SensorItem.Write(Sensor())).Values.Sum(), Consistent: true),
            ],
            Writes =
            [
                Item("sensor state", state) with { Changed = StateChanges, Count = (1 - share) * (1 - moves) },
                Item("sensor state", state) with { Changed = StateAndDueChanges, Count = (1 - share) * moves },
                Item("sensor state", state) with { Changed = StateAndDueChanges, Count = share, Transactional = true },
                Item("marker", Marker(nameof(CheckLimits))) with { Count = share, Transactional = true },
                Item(Opened, AlertItem.Write(Alert)) with { Count = share / 2, Transactional = true },
                Item(Resolved, AlertItem.Write(ResolvedAlert())) with { Count = share / 2, Transactional = true, Changed = ResolvedChanges },
            ],
            LogLines = [LogSample.Taken(nameof(ReadingsRecorded))],
            Metrics = share > 0 ? [nameof(BusinessMetric.AlertsOpened), nameof(BusinessMetric.AlertsResolved)] : [],
        };
    }

    /// <summary>A change of an alert becomes an event.</summary>
    public Dictionary<string, Work> Publish()
    {
        var alert = Contracts.Alert.Example;
        return new()
        {
            [Opened] = Publishing(new AlertOpened { Alert = alert }),
            [Resolved] = Publishing(new AlertResolved { Alert = alert, ResolvedAt = SampleReadings.Time, Reason = AlertResolved.Example.Reason }),
        };
    }

    /// <summary>A critical alert: claimed, sent, marked as sent.</summary>
    public Work Notify() => new()
    {
        WaitMilliseconds = (2 * assumptions.DynamoDbMilliseconds) + assumptions.PutEventsMilliseconds,
        Writes =
        [
            Item("notification", Marker(nameof(NotifyOperators))),
            Item("notification", Marker(nameof(NotifyOperators))) with { Changed = new HashSet<string> { "state", "sentBy" } },
        ],
        TopicMessages = [SnsChannel.TopicArnVariable],
        LogLines =
        [
            LogSample.Information(
                "Notified operators of {detailType} {eventId} of {correlationId} by {channel}: {subject}",
                nameof(AlertOpened), SampleReadings.EventId, SampleReadings.CorrelationId, "sns", Contracts.Alert.Example.Message),
            LogSample.Metrics((BusinessMetric.NotificationsSent, 1)),
        ],
        Metrics = [nameof(BusinessMetric.NotificationsSent)],
    };

    /// <summary>A query of the sensors that are overdue, which finds none.</summary>
    public Work LookForSilence() => new()
    {
        WaitMilliseconds = assumptions.DynamoDbMilliseconds,
        Reads = [new(AlertStore.TableNameVariable, 0, Consistent: false)],
    };

    /// <summary>Share of the reports that move the time at which the sensor is looked at, by the rule itself.</summary>
    private double ShareOfMoves()
    {
        const int Reports = 1000;
        var sensor = Sensor() with { ExpectedEverySeconds = (int)Math.Ceiling(assumptions.PostEverySeconds) };
        var state = new SensorState { SensorId = sensor.SensorId };
        var moves = 0;
        for (var report = 0; report < Reports; report++)
        {
            var (next, _) = SilenceRule.Reported(state, sensor, SampleReadings.Time.AddSeconds(report * assumptions.PostEverySeconds));
            moves += next.DueAt == state.DueAt ? 0 : 1;
            state = next;
        }

        return (double)moves / Reports;
    }

    private static ItemWrite Item(string kind, Dictionary<string, AttributeValue> item) =>
        SystemWorkload.Write(AlertStore.TableNameVariable, kind, item, [AlertTable.PartitionKey]);

    private static Dictionary<string, AttributeValue> Marker(string consumer) => new()
    {
        [AlertTable.PartitionKey] = new() { S = AlertTable.DoneKey(consumer, SampleReadings.EventId) },
        [AlertTable.TimeToLiveAttribute] = new() { N = SampleReadings.Time.ToUnixTimeSeconds().ToString() },
    };

    private static SensorState State() => new()
    {
        SensorId = SampleReadings.SensorId,
        Last = new(SampleReadings.Time, 21.5),
        Unit = SampleReadings.Unit,
        OpenAlerts = ImmutableSortedDictionary<LimitKind, string>.Empty.Add(LimitKind.HighCritical, Contracts.Alert.Example.AlertId),
        ReportedAt = SampleReadings.Time,
        DueAt = SampleReadings.Time.AddMinutes(2),
        Version = 100_000,
    };

    private Sensor Sensor() => new()
    {
        SensorId = SampleReadings.SensorId,
        Name = "Temperature on the roof",
        Unit = SampleReadings.Unit,
        Limits = new() { LowCritical = -20, LowWarning = -10, HighWarning = 30, HighCritical = 35, Hysteresis = 1 },
        ExpectedEverySeconds = 60,
        Version = 3,
        Origin = _origin,
        RegisteredAt = SampleReadings.Time,
        ChangedAt = SampleReadings.Time,
    };

    private StoredAlert ResolvedAlert() => Alert with
    {
        Status = AlertStatus.Resolved,
        Resolution = new(SampleReadings.Time, AlertResolved.Example.Reason),
        Version = 2,
    };

    private Work Publishing<T>(T data)
        where T : IEvent<T>
    {
        var metadata = _origin.ToMetadata(SampleReadings.EventId, T.Contract, SampleReadings.Time);
        return new()
        {
            WaitMilliseconds = assumptions.PutEventsMilliseconds,
            Events = [SampleReadings.Published(metadata, data)],
            LogLines =
            [
                LogSample.Information(
                    "Published {detailType} {eventId} of {correlationId} because of {causationId}", T.Contract.DetailType, metadata.EventId, metadata.CorrelationId, metadata.CausationId ?? ""),
            ],
        };
    }
}

using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Amazon.Runtime;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Sensors;

namespace SensorWatch.Functions.Handlers;

/// <summary>
/// Consumes the events of a schedule: opens an alert for each sensor that should have reported and hasn't
/// (<see cref="SilenceRule"/>). It looks at the present, so one message of a batch stands for all, and one that comes
/// late or twice does no harm. Its cost is that of the silent sensors, not of all.
/// </summary>
public sealed class DetectSilence(SensorStore sensors, AlertStore alerts, AlertIndex index, Metrics metrics, TimeProvider time)
    : ILambdaHandler<SQSEvent, SQSBatchResponse>, IHandlerSettings
{
    private readonly AlertWriter _writer = new(alerts, time);

    public static IReadOnlyList<Need> Needs => [SensorStore.ToGet, AlertStore.ToGet, AlertStore.ToWrite, AlertIndex.ToFindSilent];

    public static IReadOnlyList<BusinessMetric> WrittenMetrics => [BusinessMetric.AlertsOpened, BusinessMetric.AlertsResolved];

    public async Task<SQSBatchResponse> HandleAsync(SQSEvent input, ILambdaContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        var failures = new BatchFailures(input, context.Logger);
        var ticks = new List<(string MessageId, string EventId)>();
        foreach (var message in input.Records)
        {
            try
            {
                ticks.Add((message.MessageId, ConsumedEvent.ReadHeader(message.Body).Id));
            }
            catch (UnusableEventException exception)
            {
                failures.Add(message.MessageId, exception.Message);
            }
        }

        if (ticks.Count > 0 && await DetectAsync(ticks[^1].EventId, context.Logger, cancellationToken) is { } reason)
        {
            failures.AddAll(ticks.Select(tick => tick.MessageId), reason);
        }

        return failures.ToResponse();
    }

    /// <summary>Judges the sensors that are due. One that can't be judged doesn't keep the others from it.</summary>
    /// <returns>Why some could not be judged; null when all were.</returns>
    private async Task<string?> DetectAsync(string eventId, ILambdaLogger logger, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        string? reason = null;
        try
        {
            await foreach (var sensorId in index.FindSilentAsync(now, cancellationToken))
            {
                try
                {
                    var changes = await JudgeAsync(sensorId, eventId, now, cancellationToken);
                    metrics.AddAlertChanges(changes);
                    logger.LogAlertChanges(sensorId, eventId, changes);
                }
                catch (Exception exception) when (exception is AlertConflictException or InvalidDataException or AmazonServiceException)
                {
                    reason = $"Sensor {sensorId} could not be judged: {exception.Message}";
                    logger.LogWarning(reason);
                }
            }
        }
        catch (Exception exception) when (exception is AmazonServiceException or OperationCanceledException)
        {
            // The sensors that were not reached are due still.
            reason = exception.Message;
        }

        return reason;
    }

    private Task<IReadOnlyList<AlertChange>> JudgeAsync(string sensorId, string eventId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _writer.WriteAsync(
            async done =>
            {
                var doneKey = AlertTable.DoneKey(nameof(DetectSilence), $"{eventId}#{sensorId}");
                var state = await alerts.GetSensorStateAsync(sensorId, cancellationToken);
                var sensor = await sensors.GetAsync(sensorId, cancellationToken);
                var (next, changes) = SilenceRule.Check(state, sensor, now);
                return next == state || done.Contains(doneKey)
                    ? []
                    :
                    [
                        new()
                        {
                            DoneKey = doneKey,
                            State = StateItem.Write(next with { Version = state.Version + 1 }),
                            Version = state.Version,
                            Changes = changes,
                            Origin = Origin.Outside(eventId),
                        },
                    ];
            },
            cancellationToken);
}

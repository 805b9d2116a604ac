using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Amazon.Runtime;
using SensorWatch.Contracts;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Sensors;

namespace SensorWatch.Functions.Handlers;

/// <summary>
/// Consumes <see cref="ReadingsRecorded"/>, <see cref="SensorRegistered"/> and <see cref="LimitsChanged"/>: judges
/// readings by their sensor's limits, as they are now, and opens and resolves alerts. Each sensor of a batch is judged by
/// itself; when one can't be, its messages come back and the others' are done.
/// </summary>
public sealed class CheckLimits(SensorStore sensors, AlertStore alerts, Metrics metrics, TimeProvider time)
    : ILambdaHandler<SQSEvent, SQSBatchResponse>, IHandlerSettings
{
    private readonly AlertWriter _writer = new(alerts, time);

    public static IReadOnlyList<Need> Needs => [SensorStore.ToGet, AlertStore.ToGet, AlertStore.ToWrite];

    public static IReadOnlyList<BusinessMetric> WrittenMetrics => [BusinessMetric.AlertsOpened, BusinessMetric.AlertsResolved];

    public async Task<SQSBatchResponse> HandleAsync(SQSEvent input, ILambdaContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        var failures = new BatchFailures(input, context.Logger);
        foreach (var sensor in Read(input, failures, context.Logger).ToLookup(message => message.Event.SensorId))
        {
            try
            {
                var changes = await JudgeAsync(sensor.Key, [.. sensor.Select(message => message.Event)], cancellationToken);
                metrics.AddAlertChanges(changes);
                context.Logger.LogAlertChanges(sensor.Key, string.Join(", ", sensor.Select(message => message.Event.Metadata.CorrelationId).Distinct()), changes);
            }
            catch (Exception exception) when (exception is AlertConflictException or InvalidDataException or AmazonServiceException or OperationCanceledException)
            {
                // What was written is complete in itself, and judging it again changes nothing.
                failures.AddAll(sensor.Select(message => message.MessageId), exception.Message);
            }
        }

        return failures.ToResponse();
    }

    private static (string DetailType, SensorEvent Event) ReadEvent(string body)
    {
        var type = ConsumedEvent.ReadHeader(body).DetailType;
        if (type == SensorRegistered.Contract.DetailType)
        {
            var (metadata, data) = ConsumedEvent.Read<SensorRegistered>(body);
            return (type, new(data.SensorId, metadata));
        }

        if (type == LimitsChanged.Contract.DetailType)
        {
            var (metadata, data) = ConsumedEvent.Read<LimitsChanged>(body);
            return (type, new(data.SensorId, metadata));
        }

        var readings = ConsumedEvent.Read<ReadingsRecorded>(body);
        return (type, new(readings.Data.SensorId, readings.Metadata, readings.Data));
    }

    private List<(string MessageId, SensorEvent Event)> Read(SQSEvent input, BatchFailures failures, ILambdaLogger logger)
    {
        var messages = new List<(string MessageId, SensorEvent Event)>();
        foreach (var message in input.Records)
        {
            try
            {
                var (type, @event) = ReadEvent(message.Body);
                logger.LogTaken(type, @event.Metadata);
                Check(@event, Present.Of(message, time));
                messages.Add((message.MessageId, @event));
            }
            catch (UnusableEventException exception)
            {
                failures.Add(message.MessageId, exception.Message);
            }
        }

        return messages;
    }

    private static void Check(SensorEvent @event, DateTimeOffset now)
    {
        var error = @event.Data is { } data ? ReadingRules.Check(data, now) : ReadingRules.CheckSensorId(@event.SensorId);
        if ((error ?? ReadingRules.CheckTime(@event.Metadata.Time, now)) is { } reason)
        {
            throw new UnusableEventException($"Event {@event.Metadata.EventId} can't be judged: {reason}");
        }
    }

    private Task<IReadOnlyList<AlertChange>> JudgeAsync(string sensorId, IReadOnlyList<SensorEvent> events, CancellationToken cancellationToken) =>
        _writer.WriteAsync(
            async done =>
            {
                // The state first: if limits change after it is read, the judging by the new ones comes later and sees this one's.
                var state = await alerts.GetSensorStateAsync(sensorId, cancellationToken);
                var sensor = await sensors.GetAsync(sensorId, cancellationToken);
                return SensorJudge.Judge(nameof(CheckLimits), state, sensor, events, done);
            },
            cancellationToken);
}

using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Amazon.Runtime;
using SensorWatch.Contracts.Aws;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Handlers;

/// <summary>
/// Consumes <see cref="AlarmStateChange"/>: an alarm of the system itself opens and resolves an alert like a sensor does
/// (<see cref="AlarmJudge"/>).
/// </summary>
public sealed class RecordSystemAlert(AlertStore alerts, Metrics metrics, TimeProvider time)
    : ILambdaHandler<SQSEvent, SQSBatchResponse>, IHandlerSettings
{
    private readonly AlertWriter _writer = new(alerts, time);

    public static IReadOnlyList<Need> Needs => [AlertStore.ToGet, AlertStore.ToWrite];

    public static IReadOnlyList<BusinessMetric> WrittenMetrics => [BusinessMetric.AlertsOpened, BusinessMetric.AlertsResolved];

    public async Task<SQSBatchResponse> HandleAsync(SQSEvent input, ILambdaContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        var failures = new BatchFailures(input, context.Logger);
        foreach (var (messageId, _, @event) in Read(input, failures).OrderBy(message => message.Time))
        {
            try
            {
                var changes = await JudgeAsync(@event, cancellationToken);
                metrics.AddAlertChanges(changes);
                context.Logger.LogAlertChanges(@event.Detail.AlarmName, @event.Id, changes);
            }
            catch (Exception exception) when (exception is AlertConflictException or InvalidDataException or AmazonServiceException or OperationCanceledException)
            {
                failures.Add(messageId, exception.Message);
            }
        }

        return failures.ToResponse();
    }

    private static List<(string MessageId, DateTimeOffset Time, AwsEvent<AlarmStateChange> Event)> Read(SQSEvent input, BatchFailures failures)
    {
        var messages = new List<(string MessageId, DateTimeOffset Time, AwsEvent<AlarmStateChange> Event)>();
        foreach (var message in input.Records)
        {
            try
            {
                var @event = ConsumedAwsEvent.Read<AlarmStateChange>(message.Body);
                messages.Add((message.MessageId, AlarmJudge.TimeOf(@event), @event));
            }
            catch (Exception exception) when (exception is UnusableEventException or FormatException)
            {
                failures.Add(message.MessageId, exception.Message);
            }
        }

        return messages;
    }

    private Task<IReadOnlyList<AlertChange>> JudgeAsync(AwsEvent<AlarmStateChange> @event, CancellationToken cancellationToken) =>
        _writer.WriteAsync(
            async done =>
            {
                var doneKey = AlertTable.DoneKey(nameof(RecordSystemAlert), @event.Id);
                var memory = await alerts.GetAlarmMemoryAsync(@event.Detail.AlarmName, cancellationToken);
                var (next, change) = AlarmJudge.Judge(memory, @event);
                return next == memory || done.Contains(doneKey)
                    ? []
                    :
                    [
                        new()
                        {
                            DoneKey = doneKey,
                            State = StateItem.Write(next with { Version = memory.Version + 1 }),
                            Version = memory.Version,
                            Changes = change is null ? [] : [change],
                            Origin = Origin.Outside(@event.Id),
                        },
                    ];
            },
            cancellationToken);
}

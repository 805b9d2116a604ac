using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Faults;
using SensorWatch.Local.Functions.Asynchronous;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>
/// Invokes the targets of EventBridge Scheduler's schedules: queues, functions, topics and event buses. Scheduler acts with
/// the schedule's role, so that the role's rights count, and the targets' own policies only where they speak of the role.
/// https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets.html
/// </summary>
internal sealed class SchedulerTargets
{
    private readonly Database _database;
    private readonly EventTargets _targets;
    private readonly EventBusService _buses;
    private readonly DeliveryRetries _retries;
    private readonly Action<Announcements> _announce;
    private readonly Tracer _trace;
    private readonly ILogger _logger;
    private readonly Dictionary<string, ScheduleRole> _roles;

    /// <param name="database">Keeps the times of schedules.</param>
    /// <param name="targets">The services.</param>
    /// <param name="buses">The event buses, and the schedules.</param>
    /// <param name="retries">Tries again what fails for a time.</param>
    /// <param name="announce">Tells what came of an invocation, after the commit.</param>
    /// <param name="trace">Hears what is invoked.</param>
    /// <param name="logger">Tells what is invoked.</param>
    public SchedulerTargets(
        Database database, EventTargets targets, EventBusService buses, DeliveryRetries retries, Action<Announcements> announce, Tracer trace, ILogger logger)
    {
        (_database, _targets, _buses, _retries, _announce, _trace, _logger) = (database, targets, buses, retries, announce, trace, logger);
        _roles = buses.Deployment.Schedules.ToDictionary(schedule => schedule.Arn, schedule => new ScheduleRole(schedule, buses.Deployment.Policies));
        foreach (var schedule in buses.Deployment.Schedules)
        {
            if (_roles[schedule.Arn].Gap is { } gap)
            {
                logger.LogInformation("Schedule {Schedule} may do everything, since {Reason}", schedule.Name, gap);
            }
        }
    }

    /// <summary>The schedule's times and what it does then.</summary>
    public Timetable Timetable(ScheduleResource schedule) => new(
        schedule.Arn,
        $"{schedule.ScheduleExpression} {schedule.TimeZone} {schedule.StartDate} {schedule.EndDate}",
        SchedulerExpression.Parse(schedule),
        scheduledAt => Fire(schedule, scheduledAt))
    {
        Delay = scheduledAt => WithinWindow(schedule, scheduledAt),
    };

    /// <summary>Somewhere in the flexible window, and at the same place in every run.</summary>
    private static TimeSpan WithinWindow(ScheduleResource schedule, DateTimeOffset scheduledAt)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{schedule.Arn} {scheduledAt:O}"));
        var seconds = (schedule.FlexibleWindowMinutes ?? 0) * 60;
        return TimeSpan.FromSeconds(seconds == 0 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(digest) % seconds);
    }

    /// <summary>Invokes a schedule's target again.</summary>
    public void Retry(SqliteConnection connection, PendingDelivery pending, ScheduleResource schedule, Announcements changed) =>
        Invoke(connection, schedule, JsonSerializer.Deserialize<Occurrence>(pending.Content)!, pending.Progress, changed);

    private void Fire(ScheduleResource schedule, DateTimeOffset scheduledAt)
    {
        var step = StepId.Schedule(schedule.Name, scheduledAt);
        _trace.Record(new(FactKind.Fired, step) { Node = schedule.Resource.Path, Data = new() { ["scheduledAt"] = BusEvent.FormatTime(scheduledAt) } });
        var changed = new Announcements();
        _database.Run(connection =>
        {
            ScheduleStore.Save(connection, schedule.Arn, scheduledAt);
            Invoke(connection, schedule, new(scheduledAt, Guid.NewGuid().ToString()), new(_retries.Now), changed);
        });
        _buses.Usage.Add(UsageItem.ScheduleInvocations);
        _announce(changed);
    }

    private void Invoke(SqliteConnection connection, ScheduleResource schedule, Occurrence occurrence, DeliveryProgress progress, Announcements changed)
    {
        using var context = new TraceContext(schedule.Resource.Path, [StepId.Schedule(schedule.Name, occurrence.ScheduledAt)]).Enter();
        var executionId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var payload = Payload(schedule, occurrence, executionId, progress.Failures + 1);
        var delivery = new Delivery
        {
            Source = schedule.Arn,
            TargetArn = schedule.TargetArn,
            EventId = occurrence.Id,
            Policy = RetryPolicy.Of(schedule),
            OnDemand = fault => DeliveryFailure.InServiceWords(OnDemand(schedule, fault)),
            Content = () => JsonSerializer.Serialize(occurrence),
        };
        if (_retries.Try(connection, delivery, progress, () => TrySend(connection, schedule, payload, changed)) is { } failed)
        {
            DeadLetter(connection, schedule, DeadLetter(schedule, occurrence, executionId, payload, failed), failed, changed);
        }
    }

    /// <summary>What the target's service would answer.</summary>
    private static AwsException OnDemand(ScheduleResource schedule, Fault fault)
    {
        var service = schedule.TargetArn.Split(':')[2];
        return fault.Kind == FaultKind.Throttle ? FaultErrors.Throttled(service) : FaultErrors.ServiceFailed(service, fault);
    }

    /// <summary>Invokes the target; null when it was.</summary>
    private DeliveryFailure? TrySend(SqliteConnection connection, ScheduleResource schedule, string payload, Announcements changed)
    {
        try
        {
            Send(connection, schedule, payload, changed);
        }
        catch (AwsException failure)
        {
            return DeliveryFailure.InServiceWords(failure);
        }

        changed.Add(() => _logger.LogInformation("Schedule {Schedule} invoked {TargetArn}", schedule.Name, schedule.TargetArn));
        return null;
    }

    /// <exception cref="AwsException">The target's service refuses it.</exception>
    private void Send(SqliteConnection connection, ScheduleResource schedule, string payload, Announcements changed)
    {
        var role = _roles[schedule.Arn];
        switch (TargetKinds.Of(schedule.TargetArn))
        {
            case TargetKind.Function:
                role.Demand("lambda:InvokeFunction", schedule.TargetArn, _retries.Now);
                Invoke(connection, schedule.TargetArn, payload, changed);
                break;
            case TargetKind.Bus:
                role.Demand("events:PutEvents", schedule.TargetArn, _retries.Now);
                changed.Add(Put(connection, schedule, payload).Complete);
                break;
            case TargetKind.Topic:
                role.Demand("sns:Publish", schedule.TargetArn, _retries.Now);
                changed.Add(_targets.Topics.Publish(connection, schedule.TargetArn, new() { Message = payload }).Complete);
                break;
            default:
                Send(connection, role, schedule.TargetArn, new() { Body = payload }, changed);
                break;
        }
    }

    private void Invoke(SqliteConnection connection, string functionArn, string payload, Announcements changed)
    {
        if (_targets.Functions.Find(functionArn) is null)
        {
            throw new AwsException("ResourceNotFoundException", $"Function not found: {functionArn}", 404);
        }

        var bytes = Encoding.UTF8.GetBytes(payload);
        if (bytes.Length > AsynchronousInvocations.MaximumBytes)
        {
            throw new AwsException("RequestEntityTooLargeException", $"{bytes.Length} byte payload is too large for the Event invocation type.", 413);
        }

        _targets.Functions.Accept(connection, functionArn, bytes);
        changed.Add(functionArn);
    }

    private EventsPut Put(SqliteConnection connection, ScheduleResource schedule, string payload)
    {
        if (!_buses.Deployment.AllBuses().Any(bus => bus.Arn == schedule.TargetArn))
        {
            throw EventBridgeErrors.BusNotFound(EventBridgeDeployment.BusName(schedule.TargetArn));
        }

        return _buses.Put(
            connection,
            [
                new()
                {
                    Source = schedule.EventBridgeParameters!.Required("Source"),
                    DetailType = schedule.EventBridgeParameters!.Required("DetailType"),
                    Detail = EventEntry.ReadDetail(payload) ?? throw new AwsException("MalformedDetail", "Detail is malformed."),
                    EventBusName = schedule.TargetArn,
                },
            ]);
    }

    /// <summary>Sends to a queue, with the schedule's role.</summary>
    private void Send(SqliteConnection connection, ScheduleRole role, string queueArn, OutgoingMessage message, Announcements changed)
    {
        role.Demand("sqs:SendMessage", queueArn, _retries.Now);
        if (_targets.Queues.FindByArn(queueArn) is null)
        {
            throw new AwsException("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.");
        }

        _targets.Queues.Send(connection, queueArn, message);
        changed.Add(queueArn);
    }

    private void DeadLetter(SqliteConnection connection, ScheduleResource schedule, OutgoingMessage message, FailedDelivery failed, Announcements changed)
    {
        string? lost;
        try
        {
            if (schedule.DeadLetterArn is { } deadLetterArn)
            {
                Send(connection, _roles[schedule.Arn], deadLetterArn, message, changed);
            }

            lost = schedule.DeadLetterArn is null ? "the schedule has no dead-letter queue" : null;
        }
        catch (AwsException refused)
        {
            lost = refused.Message;
        }

        _logger.LogWarning(
            "Schedule {Schedule} did not reach {TargetArn}: {Code}, {Message}. {Outcome}",
            schedule.Name,
            schedule.TargetArn,
            failed.Failure.Code,
            failed.Failure.Message,
            lost is null ? "It is in the schedule's dead-letter queue" : $"It is lost: {lost}");
    }

    /// <summary>https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html</summary>
    private static OutgoingMessage DeadLetter(ScheduleResource schedule, Occurrence occurrence, string executionId, string payload, FailedDelivery failed)
    {
        var attributes = new Dictionary<string, MessageAttribute>
        {
            ["ERROR_CODE"] = MessageAttribute.Text(failed.Failure.Code),
            ["ERROR_MESSAGE"] = MessageAttribute.Text(failed.Failure.Message),
            ["EXECUTION_ID"] = MessageAttribute.Text(executionId),
            ["IS_PAYLOAD_TRUNCATED"] = MessageAttribute.Text("false"),
            ["RETRY_ATTEMPTS"] = MessageAttribute.Text($"{failed.Retries}"),
            ["SCHEDULED_TIME"] = MessageAttribute.Text(BusEvent.FormatTime(occurrence.ScheduledAt)),
            ["SCHEDULE_ARN"] = MessageAttribute.Text(schedule.Arn),
            ["TARGET_ARN"] = MessageAttribute.Text(schedule.TargetArn),
        };
        if (failed.ExhaustedCondition is { } condition)
        {
            attributes.Add("EXHAUSTED_RETRY_CONDITION", MessageAttribute.Text(condition));
        }

        return new() { Body = payload, Attributes = attributes };
    }

    /// <summary>
    /// The input with its keywords replaced, or the event that Scheduler sends without one.
    /// https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
    /// </summary>
    private string Payload(ScheduleResource schedule, Occurrence occurrence, string executionId, int attempt) => schedule.Input is { } input
        ? input.Replace("<aws.scheduler.schedule-arn>", schedule.Arn, StringComparison.Ordinal)
            .Replace("<aws.scheduler.scheduled-time>", BusEvent.FormatTime(occurrence.ScheduledAt), StringComparison.Ordinal)
            .Replace("<aws.scheduler.execution-id>", executionId, StringComparison.Ordinal)
            .Replace("<aws.scheduler.attempt-number>", $"{attempt}", StringComparison.Ordinal)
        : new JsonObject
        {
            ["version"] = "0",
            ["id"] = occurrence.Id,
            ["detail-type"] = "Scheduled Event",
            ["source"] = "aws.scheduler",
            ["account"] = _buses.Deployment.Account,
            ["time"] = BusEvent.FormatTime(occurrence.ScheduledAt),
            ["region"] = _buses.Deployment.Region,
            ["resources"] = new JsonArray(schedule.Arn),

            // A string, unlike the detail of a rule's event.
            ["detail"] = "{}",
        }.ToJsonString();

    /// <summary>A time at which a schedule fired.</summary>
    private sealed record Occurrence(DateTimeOffset ScheduledAt, string Id);
}

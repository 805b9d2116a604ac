using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Functions.Asynchronous;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>
/// Invokes the targets of EventBridge Scheduler's schedules: queues, functions and event buses. Scheduler acts with the schedule's
/// role, so the targets' own policies are not asked.
/// https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets.html
/// </summary>
internal sealed class SchedulerTargets(Database database, QueueService queues, FunctionTargets functions, EventBusService buses, Tracer trace, ILogger logger)
{
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

    private void Fire(ScheduleResource schedule, DateTimeOffset scheduledAt)
    {
        var step = StepId.Schedule(schedule.Name, scheduledAt);
        trace.Record(new(FactKind.Fired, step) { Node = schedule.Resource.Path, Data = new() { ["scheduledAt"] = BusEvent.FormatTime(scheduledAt) } });
        using var context = new TraceContext(schedule.Resource.Path, [step]).Enter();
        var announce = database.Run(connection =>
        {
            ScheduleStore.Save(connection, schedule.Arn, scheduledAt);
            return Invoke(connection, schedule, scheduledAt);
        });
        buses.Usage.Add(UsageItem.ScheduleInvocations);
        announce();
    }

    /// <returns>What to do after the commit.</returns>
    private Action Invoke(SqliteConnection connection, ScheduleResource schedule, DateTimeOffset scheduledAt)
    {
        var executionId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var payload = Payload(schedule, scheduledAt, executionId);
        try
        {
            var announce = FunctionTargets.IsFunction(schedule.TargetArn) ? Invoke(connection, schedule.TargetArn, payload)
                : EventBridgeDeployment.IsBus(schedule.TargetArn) ? Put(connection, schedule, payload)
                : Send(connection, schedule.TargetArn, new() { Body = payload });
            return () =>
            {
                logger.LogInformation("Schedule {Schedule} invoked {TargetArn}", schedule.Name, schedule.TargetArn);
                announce();
            };
        }
        catch (AwsException failure)
        {
            // None of these failures is one that trying again could mend, so nothing is tried again here.
            return DeadLetter(connection, schedule, scheduledAt, executionId, payload, failure);
        }
    }

    private Action Invoke(SqliteConnection connection, string functionArn, string payload)
    {
        if (functions.Find(functionArn) is null)
        {
            throw new AwsException("ResourceNotFoundException", $"Function not found: {functionArn}");
        }

        var bytes = Encoding.UTF8.GetBytes(payload);
        if (bytes.Length > AsynchronousInvocations.MaximumBytes)
        {
            throw new AwsException("RequestEntityTooLargeException", $"{bytes.Length} byte payload is too large for the Event invocation type.");
        }

        functions.Accept(connection, functionArn, bytes);
        return () => functions.Announce(functionArn);
    }

    private Action Put(SqliteConnection connection, ScheduleResource schedule, string payload)
    {
        if (!buses.Deployment.AllBuses().Any(bus => bus.Arn == schedule.TargetArn))
        {
            throw EventBridgeErrors.BusNotFound(EventBridgeDeployment.BusName(schedule.TargetArn));
        }

        return buses.Put(
            connection,
            [
                new()
                {
                    Source = schedule.EventBridgeParameters!.Required("Source"),
                    DetailType = schedule.EventBridgeParameters!.Required("DetailType"),
                    Detail = EventEntry.ReadDetail(payload) ?? throw new AwsException("MalformedDetail", "Detail is malformed."),
                    EventBusName = schedule.TargetArn,
                },
            ]).Complete;
    }

    private Action Send(SqliteConnection connection, string queueArn, OutgoingMessage message)
    {
        if (queues.FindByArn(queueArn) is null)
        {
            throw new AwsException("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.");
        }

        queues.Send(connection, queueArn, message);
        return () => queues.Announce(queueArn);
    }

    /// <summary>https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html</summary>
    private Action DeadLetter(
        SqliteConnection connection, ScheduleResource schedule, DateTimeOffset scheduledAt, string executionId, string payload, AwsException failure)
    {
        logger.LogWarning("Schedule {Schedule} did not reach {TargetArn}: {Code}, {Message}", schedule.Name, schedule.TargetArn, failure.Code, failure.Message);
        if (schedule.DeadLetterArn is not { } deadLetterArn || queues.FindByArn(deadLetterArn) is null)
        {
            return () => { };
        }

        return Send(connection, deadLetterArn, new()
        {
            Body = payload,
            Attributes = new Dictionary<string, MessageAttribute>
            {
                ["ERROR_CODE"] = MessageAttribute.Text(failure.Code),
                ["ERROR_MESSAGE"] = MessageAttribute.Text(failure.Message),
                ["EXECUTION_ID"] = MessageAttribute.Text(executionId),
                ["IS_PAYLOAD_TRUNCATED"] = MessageAttribute.Text("false"),
                ["RETRY_ATTEMPTS"] = MessageAttribute.Text("0"),
                ["SCHEDULED_TIME"] = MessageAttribute.Text(BusEvent.FormatTime(scheduledAt)),
                ["SCHEDULE_ARN"] = MessageAttribute.Text(schedule.Arn),
                ["TARGET_ARN"] = MessageAttribute.Text(schedule.TargetArn),
            },
        });
    }

    /// <summary>
    /// The input with its keywords replaced, or the event that Scheduler sends without one.
    /// https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
    /// </summary>
    private string Payload(ScheduleResource schedule, DateTimeOffset scheduledAt, string executionId) => schedule.Input is { } input
        ? input.Replace("<aws.scheduler.schedule-arn>", schedule.Arn, StringComparison.Ordinal)
            .Replace("<aws.scheduler.scheduled-time>", BusEvent.FormatTime(scheduledAt), StringComparison.Ordinal)
            .Replace("<aws.scheduler.execution-id>", executionId, StringComparison.Ordinal)
            .Replace("<aws.scheduler.attempt-number>", "1", StringComparison.Ordinal)
        : new JsonObject
        {
            ["version"] = "0",
            ["id"] = Guid.NewGuid().ToString(),
            ["detail-type"] = "Scheduled Event",
            ["source"] = "aws.scheduler",
            ["account"] = buses.Deployment.Account,
            ["time"] = BusEvent.FormatTime(scheduledAt),
            ["region"] = buses.Deployment.Region,
            ["resources"] = new JsonArray(schedule.Arn),

            // A string, unlike the detail of a rule's event.
            ["detail"] = "{}",
        }.ToJsonString();
}

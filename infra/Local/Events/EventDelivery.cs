using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Functions.Asynchronous;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>
/// Brings events to the targets of rules: into their queues, topics, log groups and buses, to their functions as asynchronous
/// invocations, or into the target's dead-letter queue, within the caller's transaction.
/// </summary>
/// <param name="targets">The services.</param>
/// <param name="deployment">Whose policies say what EventBridge may do.</param>
/// <param name="retries">Tries again what fails for a time.</param>
/// <param name="passOn">Brings an event to another bus, by its ARN; false when there is no such bus.</param>
/// <param name="trace">Hears what did not arrive.</param>
/// <param name="logger">Tells what did not arrive.</param>
internal sealed class EventDelivery(
    EventTargets targets,
    EventBridgeDeployment deployment,
    DeliveryRetries retries,
    Func<SqliteConnection, BusEvent, string, Announcements, bool> passOn,
    Tracer trace,
    ILogger logger)
{
    public const string Principal = "events.amazonaws.com";

    private readonly QueueService _queues = targets.Queues;
    private readonly FunctionTargets _functions = targets.Functions;
    private readonly QueuePolicies _policies = new(deployment.QueuePolicies);
    private readonly TopicTargets _topics = new(targets.Topics, deployment.Policies);
    private readonly LogGroupTargets _logGroups = new(targets.Logs, new(deployment.Policies));

    /// <summary>Sends an event to every target of a rule.</summary>
    /// <param name="connection">The connection of the transaction.</param>
    /// <param name="busEvent">The event.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="changed">Takes what is to be told by <see cref="Announce"/> after the commit.</param>
    public void Deliver(SqliteConnection connection, BusEvent busEvent, CompiledRule rule, Announcements changed)
    {
        foreach (var (target, input) in rule.Targets)
        {
            Deliver(connection, busEvent, rule.Resource, target, input, new(retries.Now), changed);
        }
    }

    /// <summary>Tries again what waited for a target of a rule.</summary>
    public void Retry(SqliteConnection connection, PendingDelivery pending, CompiledRule rule, Announcements changed)
    {
        using var busEvent = BusEvent.Restore(pending.Content);
        var (target, input) = rule.Targets.First(target => target.Target.Id == pending.TargetId);
        Deliver(connection, busEvent, rule.Resource, target, input, pending.Progress, changed);
    }

    /// <summary>Wakes those who wait for what the queues and functions got.</summary>
    public void Announce(Announcements changed)
    {
        foreach (var arn in changed.Arns)
        {
            if (FunctionTargets.IsFunction(arn))
            {
                _functions.Announce(arn);
            }
            else
            {
                _queues.Announce(arn);
            }
        }

        changed.Complete();
        retries.Announce();
    }

    private void Deliver(
        SqliteConnection connection,
        BusEvent busEvent,
        RuleResource rule,
        RuleTarget target,
        Func<BusEvent, string?> input,
        DeliveryProgress progress,
        Announcements changed)
    {
        if (input(busEvent) is not { } body)
        {
            logger.LogWarning(
                "Event {EventId} was dropped for target {TargetId} of rule {Rule}: its input is not there or not JSON",
                busEvent.Id,
                target.Id,
                rule.Name);
            return;
        }

        using var context = new TraceContext(rule.Resource.Path, [StepId.Event(busEvent.Id)]) { Text = busEvent.Text }.Enter();
        var delivery = new Delivery
        {
            Source = rule.Arn,
            TargetId = target.Id,
            TargetArn = target.Arn,
            EventId = busEvent.Id,
            Policy = RetryPolicy.Of(target),
            OnDemand = DeliveryFailure.OnDemand,
            Content = busEvent.Keep,
        };
        if (retries.Try(connection, delivery, progress, () => TrySend(connection, busEvent, rule, target, body, changed)) is not { } failed)
        {
            return;
        }

        var saved = target.DeadLetterArn is { } deadLetterArn
            && TrySend(connection, deadLetterArn, rule.Arn, DeliveryFailure.ToDeadLetter(busEvent, rule, target, failed), changed) is null;
        trace.Record(new(FactKind.Undelivered, StepId.Event(busEvent.Id))
        {
            Node = rule.Resource.Path,
            Data = new() { ["target"] = target.Arn, ["code"] = failed.Failure.Code, ["message"] = failed.Failure.Message, ["saved"] = saved },
        });
        logger.LogWarning(
            "Event {EventId} did not reach target {TargetArn} of rule {Rule}: {ErrorCode}, {ErrorMessage}. {Outcome}",
            busEvent.Id,
            target.Arn,
            rule.Name,
            failed.Failure.Code,
            failed.Failure.Message,
            saved ? "It is in the target's dead-letter queue" : "It is lost, since no dead-letter queue takes it");
    }

    /// <summary>Brings an event to a target, whatever it is; null when the target took it.</summary>
    private DeliveryFailure? TrySend(
        SqliteConnection connection, BusEvent busEvent, RuleResource rule, RuleTarget target, string body, Announcements changed) =>
        TargetKinds.Of(target.Arn) switch
        {
            TargetKind.Function => TryInvoke(connection, target.Arn, rule.Arn, body, changed),
            TargetKind.Bus => TryPassOn(connection, busEvent, target, changed),
            TargetKind.Topic => _topics.TryPublish(connection, target.Arn, rule.Arn, body, changed),
            TargetKind.LogGroup => _logGroups.TryWrite(connection, busEvent, rule, target, body),
            _ => TrySend(
                connection,
                target.Arn,
                rule.Arn,
                new() { Body = body, MessageGroupId = target.MessageGroupId, TraceHeader = busEvent.TraceHeader },
                changed),
        };

    /// <summary>
    /// Invokes a function for a rule, asynchronously: what the function makes of it is none of EventBridge's. Null when
    /// Lambda took it.
    /// </summary>
    private DeliveryFailure? TryInvoke(SqliteConnection connection, string functionArn, string ruleArn, string body, Announcements changed)
    {
        if (_functions.Find(functionArn) is not { } function)
        {
            return DeliveryFailure.NoResource(functionArn);
        }

        if (!_functions.AllowInvoke(function, Principal, ruleArn))
        {
            return DeliveryFailure.NoPermissions(functionArn, "lambda:InvokeFunction", ruleArn);
        }

        var payload = Encoding.UTF8.GetBytes(body);
        if (payload.Length > AsynchronousInvocations.MaximumBytes)
        {
            return DeliveryFailure.TooLarge(functionArn, payload.Length);
        }

        _functions.Accept(connection, functionArn, payload);
        changed.Add(functionArn);
        return null;
    }

    /// <summary>Brings the event to another bus; null when it is there, or when EventBridge would not send it any further.</summary>
    private DeliveryFailure? TryPassOn(SqliteConnection connection, BusEvent busEvent, RuleTarget target, Announcements changed)
    {
        if (busEvent.IsPassedOn)
        {
            logger.LogWarning(
                "Event {EventId} came to the bus {Bus} from another bus, and EventBridge sends no such event to a third one: {TargetArn} does not get it",
                busEvent.Id,
                busEvent.Bus,
                target.Arn);
            return null;
        }

        return passOn(connection, busEvent, target.Arn, changed) ? null : DeliveryFailure.NoResource(target.Arn);
    }

    /// <summary>Sends a message for a rule; null when the queue took it.</summary>
    private DeliveryFailure? TrySend(SqliteConnection connection, string queueArn, string ruleArn, OutgoingMessage message, Announcements changed)
    {
        if (_queues.FindByArn(queueArn) is not { } queue)
        {
            return DeliveryFailure.NoResource(queueArn);
        }

        if (!_policies.AllowSend(queue, Principal, ruleArn))
        {
            return DeliveryFailure.NoPermissions(queueArn, "sqs:SendMessage", ruleArn);
        }

        try
        {
            _queues.Send(connection, queueArn, message);
            changed.Add(queueArn);
            return null;
        }
        catch (AwsException refused)
        {
            return DeliveryFailure.Refused(refused);
        }
    }
}

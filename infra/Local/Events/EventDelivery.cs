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
/// Brings events to the targets of rules: into their queues, to their functions as asynchronous invocations, or into the
/// target's dead-letter queue, within the caller's transaction.
/// </summary>
/// <param name="queues">The queues.</param>
/// <param name="policies">What the queues let EventBridge do.</param>
/// <param name="functions">The functions.</param>
/// <param name="passOn">Brings an event to another bus, by its ARN; false when there is no such bus.</param>
/// <param name="trace">Hears what did not arrive.</param>
/// <param name="logger">Tells what did not arrive.</param>
internal sealed class EventDelivery(
    QueueService queues,
    QueuePolicies policies,
    FunctionTargets functions,
    Func<SqliteConnection, BusEvent, string, HashSet<string>, bool> passOn,
    Tracer trace,
    ILogger logger)
{
    private const string Principal = "events.amazonaws.com";

    /// <summary>Sends an event to every target of a rule.</summary>
    /// <param name="connection">The connection of the transaction.</param>
    /// <param name="busEvent">The event.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="changed">Takes the ARNs of the queues and functions that got something, for <see cref="Announce"/> after the commit.</param>
    public void Deliver(SqliteConnection connection, BusEvent busEvent, CompiledRule rule, HashSet<string> changed)
    {
        using var context = new TraceContext(rule.Resource.Resource.Path, [StepId.Event(busEvent.Id)]) { Text = busEvent.Text }.Enter();
        foreach (var (target, input) in rule.Targets)
        {
            if (input(busEvent) is { } body)
            {
                Deliver(connection, busEvent, rule.Resource, target, body, changed);
            }
            else
            {
                logger.LogWarning(
                    "Event {EventId} was dropped for target {TargetId} of rule {Rule}: its input is not there or not JSON",
                    busEvent.Id,
                    target.Id,
                    rule.Resource.Name);
            }
        }
    }

    /// <summary>Wakes those who wait for what the queues and functions got.</summary>
    public void Announce(HashSet<string> changed)
    {
        foreach (var arn in changed)
        {
            if (FunctionTargets.IsFunction(arn))
            {
                functions.Announce(arn);
            }
            else
            {
                queues.Announce(arn);
            }
        }
    }

    private void Deliver(
        SqliteConnection connection,
        BusEvent busEvent,
        RuleResource rule,
        RuleTarget target,
        string body,
        HashSet<string> changed)
    {
        var message = new OutgoingMessage
        {
            Body = body,
            MessageGroupId = target.MessageGroupId,
            TraceHeader = busEvent.TraceHeader,
        };
        var problem = FunctionTargets.IsFunction(target.Arn) ? TryInvoke(connection, target.Arn, rule.Arn, body, changed)
            : EventBridgeDeployment.IsBus(target.Arn) ? TryPassOn(connection, busEvent, target, changed)
            : TrySend(connection, target.Arn, rule.Arn, message, changed);
        if (problem is not { } failure)
        {
            return;
        }

        // None of these failures is one that trying again could mend, so EventBridge doesn't try.
        var saved = target.DeadLetterArn is { } deadLetterArn
            && TrySend(connection, deadLetterArn, rule.Arn, failure.ToDeadLetter(busEvent, rule, target), changed) is null;
        trace.Record(new(FactKind.Undelivered, StepId.Event(busEvent.Id))
        {
            Node = rule.Resource.Path,
            Data = new() { ["target"] = target.Arn, ["code"] = failure.Code, ["message"] = failure.Message, ["saved"] = saved },
        });
        logger.LogWarning(
            "Event {EventId} did not reach target {TargetArn} of rule {Rule}: {ErrorCode}, {ErrorMessage}. {Outcome}",
            busEvent.Id,
            target.Arn,
            rule.Name,
            failure.Code,
            failure.Message,
            saved ? "It is in the target's dead-letter queue" : "It is lost, since no dead-letter queue takes it");
    }

    /// <summary>
    /// Invokes a function for a rule, asynchronously: what the function makes of it is none of EventBridge's. Null when
    /// Lambda took it.
    /// </summary>
    private DeliveryFailure? TryInvoke(SqliteConnection connection, string functionArn, string ruleArn, string body, HashSet<string> changed)
    {
        if (functions.Find(functionArn) is not { } function)
        {
            return DeliveryFailure.NoResource(functionArn);
        }

        if (!functions.AllowInvoke(function, Principal, ruleArn))
        {
            return DeliveryFailure.NoPermissions(functionArn, "lambda:InvokeFunction", ruleArn);
        }

        var payload = Encoding.UTF8.GetBytes(body);
        if (payload.Length > AsynchronousInvocations.MaximumBytes)
        {
            return DeliveryFailure.TooLarge(functionArn, payload.Length);
        }

        functions.Accept(connection, functionArn, payload);
        changed.Add(functionArn);
        return null;
    }

    /// <summary>Brings the event to another bus; null when it is there, or when EventBridge would not send it any further.</summary>
    private DeliveryFailure? TryPassOn(SqliteConnection connection, BusEvent busEvent, RuleTarget target, HashSet<string> changed)
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
    private DeliveryFailure? TrySend(SqliteConnection connection, string queueArn, string ruleArn, OutgoingMessage message, HashSet<string> changed)
    {
        if (queues.FindByArn(queueArn) is not { } queue)
        {
            return DeliveryFailure.NoResource(queueArn);
        }

        if (!policies.AllowSend(queue, Principal, ruleArn))
        {
            return DeliveryFailure.NoPermissions(queueArn, "sqs:SendMessage", ruleArn);
        }

        try
        {
            queues.Send(connection, queueArn, message);
            changed.Add(queueArn);
            return null;
        }
        catch (AwsException refused)
        {
            return DeliveryFailure.Refused(refused);
        }
    }
}

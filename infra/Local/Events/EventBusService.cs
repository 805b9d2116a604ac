using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Store;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>
/// The deployment's event buses. An event that a call accepted is in the queues of all matching rules when the call
/// returns, or in a target's dead-letter queue, all in one transaction.
/// </summary>
public sealed class EventBusService
{
    private const string Principal = "events.amazonaws.com";

    private readonly Database _database;
    private readonly QueueService _queues;
    private readonly QueuePolicies _policies;
    private readonly TimeProvider _time;
    private readonly ILogger<EventBusService> _logger;
    private readonly ILookup<string, CompiledRule> _rulesByBus;
    private readonly HashSet<string> _buses;

    /// <summary>Compiles the rules.</summary>
    /// <exception cref="RefusedException">Something that <see cref="Refusals"/> lists.</exception>
    public EventBusService(
        Database database,
        QueueService queues,
        EventBridgeDeployment deployment,
        CompilePattern compile,
        TimeProvider time,
        ILogger<EventBusService> logger)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(compile);
        if (Refusals(deployment, compile) is { Count: > 0 } refusals)
        {
            throw new RefusedException(refusals);
        }

        (_database, _queues, _time, _logger) = (database, queues, time, logger);
        Deployment = deployment;
        _policies = new(deployment.QueuePolicies);
        _buses = [.. deployment.AllBuses().Select(bus => bus.Name)];
        _rulesByBus = deployment.Rules
            .Where(rule => rule.Enabled && rule.EventPattern is not null)
            .ToLookup(rule => EventBridgeDeployment.BusName(rule.EventBusName), rule => CompiledRule.Compile(rule, compile));
    }

    public EventBridgeDeployment Deployment { get; }

    /// <summary>What the deployment's rules ask for that EventBridge would refuse or that isn't supported here.</summary>
    public static IReadOnlyList<Refusal> Refusals(EventBridgeDeployment deployment, CompilePattern compile) =>
        [.. EventRefusals.Of(deployment, compile)];

    /// <summary>Puts events on their buses. An event for a bus that doesn't exist is accepted and dropped, as on AWS.</summary>
    /// <returns>The events' ids, in their order.</returns>
    public IReadOnlyList<string> Put(IReadOnlyList<EventEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var now = _time.GetUtcNow();
        var matched = entries.Select(entry => Match(BusEvent.Create(entry, Deployment, now))).ToList();
        var changed = new HashSet<string>();
        if (matched.Exists(m => m.Rules.Count > 0))
        {
            _database.Run(connection =>
            {
                foreach (var (busEvent, rules) in matched)
                {
                    Deliver(connection, busEvent, rules, changed);
                }
            });
        }

        foreach (var queue in changed)
        {
            _queues.Announce(queue);
        }

        foreach (var (busEvent, rules) in matched)
        {
            Log(busEvent, rules);
            busEvent.Dispose();
        }

        return [.. matched.Select(m => m.Event.Id)];
    }

    private (BusEvent Event, IReadOnlyList<CompiledRule> Rules) Match(BusEvent busEvent)
    {
        var bus = EventBridgeDeployment.BusName(busEvent.Entry.EventBusName);
        return (busEvent, [.. _rulesByBus[bus].Where(rule => rule.Matches(busEvent.Root))]);
    }

    private void Deliver(SqliteConnection connection, BusEvent busEvent, IReadOnlyList<CompiledRule> rules, HashSet<string> changed)
    {
        foreach (var rule in rules)
        {
            foreach (var (target, input) in rule.Targets)
            {
                if (input(busEvent) is { } body)
                {
                    Deliver(connection, busEvent, rule.Resource, target, body, changed);
                }
                else
                {
                    _logger.LogWarning(
                        "Event {EventId} was dropped for target {TargetId} of rule {Rule}: its input is not there or not JSON",
                        busEvent.Id,
                        target.Id,
                        rule.Resource.Name);
                }
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
            TraceHeader = busEvent.Entry.TraceHeader,
        };
        if (TrySend(connection, target.Arn, rule.Arn, message, changed) is not { } failure)
        {
            return;
        }

        // None of these failures is one that trying again could mend, so EventBridge doesn't try.
        var saved = target.DeadLetterArn is { } deadLetterArn
            && TrySend(connection, deadLetterArn, rule.Arn, failure.ToDeadLetter(busEvent, rule, target), changed) is null;
        _logger.LogWarning(
            "Event {EventId} did not reach target {TargetArn} of rule {Rule}: {ErrorCode}, {ErrorMessage}. {Outcome}",
            busEvent.Id,
            target.Arn,
            rule.Name,
            failure.Code,
            failure.Message,
            saved ? "It is in the target's dead-letter queue" : "It is lost, since no dead-letter queue takes it");
    }

    /// <summary>Sends a message for a rule; null when the queue took it.</summary>
    private DeliveryFailure? TrySend(SqliteConnection connection, string queueArn, string ruleArn, OutgoingMessage message, HashSet<string> changed)
    {
        if (_queues.FindByArn(queueArn) is not { } queue)
        {
            return DeliveryFailure.NoResource(queueArn);
        }

        if (!_policies.AllowSend(queue, Principal, ruleArn))
        {
            return DeliveryFailure.NoPermissions(queueArn, ruleArn);
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

    private void Log(BusEvent busEvent, IReadOnlyList<CompiledRule> rules)
    {
        var bus = EventBridgeDeployment.BusName(busEvent.Entry.EventBusName);
        var matched = rules.Count > 0 ? string.Join(", ", rules.Select(rule => rule.Resource.Name))
            : _buses.Contains(bus) ? "no rule"
            : $"nothing, since there is no event bus {bus}";
        _logger.LogInformation(
            "Event {EventId} {DetailType} from {Source} matched {Rules}",
            busEvent.Id,
            busEvent.Entry.DetailType,
            busEvent.Entry.Source,
            matched);
    }

    /// <summary>A rule and its targets, ready to be used on events.</summary>
    private sealed record CompiledRule(
        RuleResource Resource,
        Func<JsonElement, bool> Matches,
        IReadOnlyList<(RuleTarget Target, Func<BusEvent, string?> Input)> Targets)
    {
        public static CompiledRule Compile(RuleResource rule, CompilePattern compile) =>
            new(rule, compile(rule.EventPattern!), [.. rule.Targets.Select(target => (target, TargetInput.Compile(rule, target)))]);
    }
}

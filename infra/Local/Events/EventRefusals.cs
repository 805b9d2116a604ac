using SensorWatch.Local.Queues;
using SensorWatch.Templates.Patterns;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>Finds what rules ask for that EventBridge would refuse or that the local run can't do.</summary>
internal static class EventRefusals
{
    public static IEnumerable<Refusal> Of(EventBridgeDeployment deployment)
    {
        var buses = deployment.AllBuses().Select(bus => bus.Name).ToHashSet();
        foreach (var rule in deployment.Rules)
        {
            foreach (var reason in ReasonsToRefuse(rule, buses))
            {
                yield return new(rule.Resource.Path, reason);
            }
        }

        foreach (var archive in deployment.Archives)
        {
            if (ReasonToRefuse(archive, buses) is { } reason)
            {
                yield return new(archive.Resource.Path, reason);
            }
        }

        foreach (var schedule in deployment.Schedules)
        {
            if (ReasonToRefuse(schedule) is { } reason)
            {
                yield return new(schedule.Resource.Path, reason);
            }
        }

        foreach (var refusal in QueuePolicies.Refusals(deployment.QueuePolicies))
        {
            yield return refusal;
        }
    }

    private static IEnumerable<string> ReasonsToRefuse(RuleResource rule, HashSet<string> buses)
    {
        var bus = EventBridgeDeployment.BusName(rule.EventBusName);
        if (!buses.Contains(bus))
        {
            yield return $"its event bus {bus} is not part of this deployment.";
        }

        if (rule.ScheduleExpression is { } schedule)
        {
            if (bus != EventBridgeDeployment.DefaultBus)
            {
                yield return "ScheduleExpression is supported only on the default event bus.";
            }

            if (Error(() => ScheduleExpression.Parse(schedule)) is { } reason)
            {
                yield return $"Parameter ScheduleExpression is not valid: {reason}";
            }
        }

        if (rule.EventPattern is { } pattern && Error(() => EventPattern.Parse(pattern)) is { } invalid)
        {
            yield return invalid;
        }

        foreach (var target in rule.Targets)
        {
            if (ReasonToRefuse(rule, target) is { } reason)
            {
                yield return $"target {target.Id}: {reason}";
            }
        }
    }

    private static string? ReasonToRefuse(ArchiveResource archive, HashSet<string> buses)
    {
        var bus = EventBridgeDeployment.BusName(archive.SourceArn);
        return !buses.Contains(bus) ? $"its event bus {bus} is not part of this deployment."
            : archive.EventPattern is { } pattern ? Error(() => EventPattern.Parse(pattern))
            : null;
    }

    private static string? ReasonToRefuse(ScheduleResource schedule) =>
        Error(() => SchedulerExpression.Parse(schedule)) is { } invalid ? $"Invalid Schedule Expression: {invalid}"
        : EventBridgeDeployment.IsBus(schedule.TargetArn) ? schedule is { Input: not null, EventBridgeParameters: not null }
            ? null
            : "a schedule for an event bus needs Input, the event's detail, and EventBridgeParameters."
        : schedule.EventBridgeParameters is not null ? "EventBridgeParameters are for event buses."
        : schedule.TargetArn.EndsWith(".fifo", StringComparison.Ordinal) ? "FIFO queues are not run here; standard queues are."
        : schedule.TargetArn.Split(':') is ["arn", _, "sqs", _, _, _] or ["arn", _, "lambda", _, _, "function", _] ? null
        : $"{schedule.TargetArn} is no target that schedules have here; queues, functions and event buses are.";

    private static string? ReasonToRefuse(RuleResource rule, RuleTarget target) => target.Arn.Split(':') switch
    {
        ["arn", _, "sqs", _, _, var name] when name.EndsWith(".fifo", StringComparison.Ordinal) =>
            "FIFO queues are not run here; standard queues are.",
        ["arn", _, "sqs", _, _, _] when target.DeadLetterArn?.EndsWith(".fifo", StringComparison.Ordinal) == true =>
            "a target's dead-letter queue can't be a FIFO queue.",
        ["arn", _, "sqs", _, _, _] or ["arn", _, "lambda", _, _, "function", _] => Error(() => TargetInput.Compile(rule, target)),
        _ when EventBridgeDeployment.IsBus(target.Arn) =>
            target is { Input: null, InputPath: null, InputTransformer: null } ? null : "an event bus gets events as they are here: without Input, InputPath and InputTransformer.",
        ["arn", _, "lambda", ..] => $"{target.Arn} is a version or alias, and only $LATEST of a function runs here.",
        ["arn", _, var service, ..] => $"targets of the service {service} are not supported here; queues, functions and event buses are.",
        _ => $"{target.Arn} is not an ARN.",
    };

    private static string? Error(Func<object> compile)
    {
        try
        {
            compile();
            return null;
        }
        catch (Exception invalid) when (invalid is FormatException or EventPatternException)
        {
            return invalid.Message;
        }
    }
}

using SensorWatch.Local.Queues;
using SensorWatch.Templates.Access;
using SensorWatch.Templates.Patterns;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>Finds what rules ask for that EventBridge would refuse or that the local run can't do.</summary>
internal static class EventRefusals
{
    private const string FifoTarget = "FIFO queues are not run here, nor FIFO topics; standard ones are.";
    private const string FifoDeadLetter = "a target's dead-letter queue can't be a FIFO queue.";

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
            if (ReasonToRefuse(schedule, deployment.Policies) is { } reason)
            {
                yield return new(schedule.Resource.Path, reason);
            }
        }

        foreach (var refusal in QueuePolicies.Refusals(deployment.QueuePolicies).Concat(new LogGroupPolicies(deployment.Policies).Refusals))
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

    private static string? ReasonToRefuse(ScheduleResource schedule, DeploymentPolicies policies) =>
        Error(() => SchedulerExpression.Parse(schedule)) is { } invalid ? $"Invalid Schedule Expression: {invalid}"
        : RetryPolicy.ReasonToRefuse(schedule.MaximumRetryAttempts, schedule.MaximumEventAgeSeconds)
            ?? ReasonToRefuseTarget(schedule)
            ?? ScheduleRole.ReasonToRefuse(schedule, policies);

    private static string? ReasonToRefuseTarget(ScheduleResource schedule) => TargetKinds.Of(schedule.TargetArn) switch
    {
        TargetKind.Bus => schedule is { Input: not null, EventBridgeParameters: not null }
            ? null
            : "a schedule for an event bus needs Input, the event's detail, and EventBridgeParameters.",
        _ when schedule.EventBridgeParameters is not null => "EventBridgeParameters are for event buses.",
        TargetKind.Queue or TargetKind.Topic when IsFifo(schedule.TargetArn) => FifoTarget,
        TargetKind.Function when IsQualified(schedule.TargetArn) => Qualified(schedule.TargetArn),
        TargetKind.Queue or TargetKind.Topic or TargetKind.Function =>
            schedule.DeadLetterArn is { } deadLetterArn && IsFifo(deadLetterArn) ? FifoDeadLetter : null,
        _ => $"{schedule.TargetArn} is no target that schedules have here; queues, functions, topics and event buses are.",
    };

    private static string? ReasonToRefuse(RuleResource rule, RuleTarget target) =>
        RetryPolicy.ReasonToRefuse(target.MaximumRetryAttempts, target.MaximumEventAgeSeconds)
        ?? (target.DeadLetterArn is { } deadLetterArn && IsFifo(deadLetterArn) ? FifoDeadLetter : null)
        ?? TargetKinds.Of(target.Arn) switch
        {
            TargetKind.Queue or TargetKind.Topic when IsFifo(target.Arn) => FifoTarget,
            TargetKind.Function when IsQualified(target.Arn) => Qualified(target.Arn),
            TargetKind.Queue or TargetKind.Topic or TargetKind.Function => Error(() => TargetInput.Compile(rule, target)),
            TargetKind.LogGroup => target is { Input: null, InputPath: null }
                ? Error(() => TargetInput.Compile(rule, target))
                : "a log group gets the event, or an InputTransformer's timestamp and message: no Input and no InputPath.",
            TargetKind.Bus => target is { Input: null, InputPath: null, InputTransformer: null }
                ? null
                : "an event bus gets events as they are here: without Input, InputPath and InputTransformer.",
            _ => target.Arn.Split(':') is ["arn", _, var service, ..]
                ? $"targets of the service {service} are not supported here; queues, functions, topics, log groups and event buses are."
                : $"{target.Arn} is not an ARN.",
        };

    private static bool IsFifo(string arn) => arn.EndsWith(".fifo", StringComparison.Ordinal);

    /// <summary>Of a version or an alias.</summary>
    private static bool IsQualified(string functionArn) => functionArn.Split(':').Length > 7;

    private static string Qualified(string functionArn) => $"{functionArn} is a version or alias, and only $LATEST of a function runs here.";

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

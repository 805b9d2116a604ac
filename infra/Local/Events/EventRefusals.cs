using SensorWatch.Local.Queues;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>Finds what rules ask for that EventBridge would refuse or that the local run can't do.</summary>
internal static class EventRefusals
{
    public static IEnumerable<Refusal> Of(EventBridgeDeployment deployment, CompilePattern compile)
    {
        var buses = deployment.AllBuses().Select(bus => bus.Name).ToHashSet();
        foreach (var rule in deployment.Rules)
        {
            foreach (var reason in ReasonsToRefuse(rule, buses, compile))
            {
                yield return new(rule.Resource.Path, reason);
            }
        }

        foreach (var archive in deployment.Archives)
        {
            if (ReasonToRefuse(archive, buses, compile) is { } reason)
            {
                yield return new(archive.Resource.Path, reason);
            }
        }

        foreach (var refusal in QueuePolicies.Refusals(deployment.QueuePolicies))
        {
            yield return refusal;
        }
    }

    private static IEnumerable<string> ReasonsToRefuse(RuleResource rule, HashSet<string> buses, CompilePattern compile)
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

        if (rule.EventPattern is { } pattern && Error(() => compile(pattern)) is { } invalid)
        {
            yield return $"Event pattern is not valid. Reason: {invalid}";
        }

        foreach (var target in rule.Targets)
        {
            if (ReasonToRefuse(rule, target) is { } reason)
            {
                yield return $"target {target.Id}: {reason}";
            }
        }
    }

    private static string? ReasonToRefuse(ArchiveResource archive, HashSet<string> buses, CompilePattern compile)
    {
        var bus = EventBridgeDeployment.BusName(archive.SourceArn);
        return !buses.Contains(bus) ? $"its event bus {bus} is not part of this deployment."
            : archive.EventPattern is { } pattern && Error(() => compile(pattern)) is { } invalid ? $"Event pattern is not valid. Reason: {invalid}"
            : null;
    }

    private static string? ReasonToRefuse(RuleResource rule, RuleTarget target) => target.Arn.Split(':') switch
    {
        ["arn", _, "sqs", _, _, var name] when name.EndsWith(".fifo", StringComparison.Ordinal) && target.MessageGroupId is null =>
            "a FIFO queue needs SqsParameters with a MessageGroupId.",
        ["arn", _, "sqs", _, _, _] when target.DeadLetterArn?.EndsWith(".fifo", StringComparison.Ordinal) == true =>
            "a target's dead-letter queue can't be a FIFO queue.",
        ["arn", _, "sqs", _, _, _] or ["arn", _, "lambda", _, _, "function", _] => Error(() => TargetInput.Compile(rule, target)),
        ["arn", _, "lambda", ..] => $"{target.Arn} is a version or alias, and only $LATEST of a function runs here.",
        ["arn", _, var service, ..] => $"targets of the service {service} are not supported here; queues and functions are.",
        _ => $"{target.Arn} is not an ARN.",
    };

    private static string? Error(Func<object> compile)
    {
        try
        {
            compile();
            return null;
        }
        catch (FormatException invalid)
        {
            return invalid.Message;
        }
    }
}

using SensorWatch.Infra.Patterns;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// What sets a rule off: events of a bus that match a pattern, or a schedule. <see cref="EventBus.When"/>,
/// <see cref="OnDefaultBus"/> and <see cref="EveryMinutes"/> make them.
/// </summary>
public sealed record RuleTrigger
{
    private RuleTrigger()
    {
    }

    /// <summary>The bus; null for the account's default bus, which carries what AWS services report.</summary>
    public string? BusName { get; private init; }

    /// <summary>Which events; null for a schedule.</summary>
    public RulePattern? Pattern { get; private init; }

    /// <summary>When, as <c>rate(1 minute)</c>; null for a pattern.</summary>
    public string? ScheduleExpression { get; private init; }

    /// <summary>Events that AWS services put on the account's default bus.</summary>
    public static RuleTrigger OnDefaultBus(RulePattern pattern) => new() { Pattern = pattern };

    /// <summary>
    /// Every so many minutes; one is EventBridge's least. Schedules exist on the default bus only:
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
    /// </summary>
    public static RuleTrigger EveryMinutes(int minutes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minutes);
        return new() { ScheduleExpression = minutes == 1 ? "rate(1 minute)" : $"rate({minutes} minutes)" };
    }

    internal static RuleTrigger OnBus(string busName, RulePattern pattern) => new() { BusName = busName, Pattern = pattern };
}

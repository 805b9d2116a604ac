using System.Text.RegularExpressions;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Patterns;

/// <summary>Whether a rule has something that sets it off.</summary>
internal static partial class ScheduleRules
{
    public static DesignRule PatternOrSchedule { get; } = new()
    {
        Id = "pattern/pattern-or-schedule",
        Sentence = "A rule has an event pattern or a schedule.",
        Mend = "Give the rule an EventPattern or a ScheduleExpression.",
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html",
        Check = context => context.Deployment.Rules
            .Where(rule => rule.EventPattern is null && rule.ScheduleExpression is null)
            .Select(rule => new Finding(rule.Resource, "the rule has neither a pattern nor a schedule.")),
    };

    public static DesignRule Valid { get; } = new()
    {
        Id = "pattern/schedule-valid",
        Sentence = "A schedule is a rate or a cron expression that EventBridge accepts.",
        Mend = "Write rate(1 minute), rate(5 minutes) or cron(minutes hours day-of-month month day-of-week year) with a ? for one of the days.",
        Source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html",
        Check = context =>
            from rule in context.Deployment.Rules
            where rule.ScheduleExpression is { } expression && !Unresolved.IsIn(expression)
            let fault = Fault(rule)
            where fault is not null
            select new Finding(rule.Resource, $"the schedule '{rule.ScheduleExpression}' {fault}."),
    };

    private static string? Fault(RuleResource rule)
    {
        var expression = rule.ScheduleExpression!;
        if (Rate().Match(expression) is { Success: true } rate)
        {
            var isOne = rate.Groups["count"].Value == "1";
            var isSingular = !rate.Groups["unit"].Value.EndsWith('s');
            return isOne == isSingular ? null : isOne ? "has a plural after 1" : "has a singular after a number greater than 1";
        }

        if (Cron().Match(expression) is not { Success: true } cron)
        {
            return "is neither a rate nor a cron expression";
        }

        var fields = cron.Groups["fields"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields switch
        {
            { Length: not 6 } => $"has {fields.Length} fields; a cron expression has 6",
            _ when (fields[2] == "?") == (fields[4] == "?") => "must have a ? for the day of the month or the day of the week, and not for both",
            _ => null,
        };
    }

    [GeneratedRegex(@"^rate\((?<count>[1-9][0-9]*) (?<unit>minutes?|hours?|days?)\)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"^cron\((?<fields>[0-9A-Z,\-*?/L#W ]+)\)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cron();
}

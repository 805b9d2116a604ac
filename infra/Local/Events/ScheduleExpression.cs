using System.Globalization;
using System.Text.RegularExpressions;

namespace SensorWatch.Local.Events;

/// <summary>
/// When a rule fires: <c>rate(5 minutes)</c> or <c>cron(0 8 ? * MON-FRI *)</c>, in UTC.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
/// </summary>
internal abstract partial record ScheduleExpression
{
    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="anyUnit">A rate's unit may be singular or plural for any value, as in EventBridge Scheduler.</param>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static ScheduleExpression Parse(string text, bool anyUnit = false)
    {
        if (text.StartsWith("cron(", StringComparison.Ordinal) && text.EndsWith(')'))
        {
            return CronExpression.ParseFields(text["cron(".Length..^1]);
        }

        var rate = Rate().Match(text);
        return rate.Success && int.TryParse(rate.Groups["value"].Value, CultureInfo.InvariantCulture, out var value) && value > 0
            ? new RateExpression(Period(value, rate.Groups["unit"].Value, text, anyUnit))
            : throw new FormatException($"'{text}' is neither rate(VALUE UNIT), such as rate(5 minutes), nor cron(MINUTES HOURS DAY-OF-MONTH MONTH DAY-OF-WEEK YEAR).");
    }

    /// <summary>The first time of what began just now; null when there is none.</summary>
    public virtual DateTimeOffset? First(DateTimeOffset created) => Next(created);

    /// <summary>The first time after another; null when there is none.</summary>
    public abstract DateTimeOffset? Next(DateTimeOffset after);

    private static TimeSpan Period(int value, string unit, string text, bool anyUnit)
    {
        // Rules want grammar: rate(1 minute), rate(2 minutes).
        if (!anyUnit && unit.EndsWith('s') != value > 1)
        {
            throw new FormatException($"in '{text}' the unit is singular for a value of 1 and plural for any other.");
        }

        return unit.TrimEnd('s') switch
        {
            "minute" => TimeSpan.FromMinutes(value),
            "hour" => TimeSpan.FromHours(value),
            _ => TimeSpan.FromDays(value),
        };
    }

    [GeneratedRegex(@"\Arate\((?<value>\d{1,9}) (?<unit>minutes?|hours?|days?)\)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Rate();
}

/// <summary>A fixed period, counted from when the rule began.</summary>
internal sealed record RateExpression(TimeSpan Period) : ScheduleExpression
{
    public override DateTimeOffset? Next(DateTimeOffset after) => after + Period;
}

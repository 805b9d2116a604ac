namespace SensorWatch.Local.Events;

/// <summary>
/// EventBridge's cron: six fields, minutes first, in UTC.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html#eb-cron-expressions
/// </summary>
internal sealed record CronExpression : ScheduleExpression
{
    private readonly IReadOnlyList<int> _minutes;
    private readonly IReadOnlyList<int> _hours;
    private readonly Func<int, int, IEnumerable<int>> _days;
    private readonly IReadOnlyList<int> _months;
    private readonly IReadOnlyList<int> _years;

    private CronExpression(string[] fields)
    {
        _minutes = CronField.Minutes.Parse(fields[0]);
        _hours = CronField.Hours.Parse(fields[1]);
        _days = CronDays.Parse(fields[2], fields[4]);
        _months = CronField.Month.Parse(fields[3]);
        _years = CronField.Year.Parse(fields[5]);
    }

    /// <summary>Reads what stands between the brackets.</summary>
    /// <exception cref="FormatException">It is no cron expression; the message says why.</exception>
    public static CronExpression ParseFields(string text)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 6
            ? new(fields)
            : throw new FormatException($"cron has six fields, minutes, hours, day of month, month, day of week and year, but '{text}' has {fields.Length}.");
    }

    public override DateTimeOffset? Next(DateTimeOffset after)
    {
        var first = after.UtcDateTime.AddTicks(-(after.UtcTicks % TimeSpan.TicksPerMinute)).AddMinutes(1);
        var next = from year in _years.SkipWhile(year => year < first.Year)
                   from month in _months
                   where (year, month).CompareTo((first.Year, first.Month)) >= 0
                   from day in _days(year, month)
                   let date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc)
                   where date >= first.Date
                   from hour in _hours
                   from minute in _minutes
                   let time = date.AddHours(hour).AddMinutes(minute)
                   where time >= first
                   select (DateTimeOffset?)new DateTimeOffset(time);
        return next.FirstOrDefault();
    }
}

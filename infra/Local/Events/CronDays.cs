namespace SensorWatch.Local.Events;

/// <summary>Which days of a month a cron expression means, by day of the month or by day of the week.</summary>
internal static class CronDays
{
    /// <summary>Reads the two fields, of which exactly one must be <c>?</c>.</summary>
    /// <returns>Gives the days of a month, ascending.</returns>
    /// <exception cref="FormatException">They are put wrong.</exception>
    public static Func<int, int, IEnumerable<int>> Parse(string dayOfMonth, string dayOfWeek) => (dayOfMonth, dayOfWeek) switch
    {
        ("?", "?") => throw BothOrNeither(),
        ("?", _) => ByWeekday(dayOfWeek.ToUpperInvariant()),
        (_, "?") => ByDay(dayOfMonth.ToUpperInvariant()),
        _ => throw BothOrNeither(),
    };

    private static Func<int, int, IEnumerable<int>> ByDay(string field)
    {
        switch (field)
        {
            case "L":
                return (year, month) => [DateTime.DaysInMonth(year, month)];
            case "LW":
                return (year, month) => [NearestWeekday(year, month, DateTime.DaysInMonth(year, month))];
            case [.. var text, 'W']:
                var nearest = CronField.DayOfMonth.ParseValue(text);
                return (year, month) => nearest <= DateTime.DaysInMonth(year, month) ? [NearestWeekday(year, month, nearest)] : [];
            default:
                var days = CronField.DayOfMonth.Parse(field);
                return (year, month) => days.Where(day => day <= DateTime.DaysInMonth(year, month));
        }
    }

    private static Func<int, int, IEnumerable<int>> ByWeekday(string field)
    {
        if (field.Contains('/', StringComparison.Ordinal))
        {
            // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html lists , - * ? L # for this field.
            throw CronField.DayOfWeek.Wrong(field);
        }

        switch (field)
        {
            case "L":
                return Weekdays([7]);
            case [.. var text, 'L']:
                var last = CronField.DayOfWeek.ParseValue(text);
                return (year, month) => Weekdays([last])(year, month).TakeLast(1);
            case [.. var text, '#', var number]:
                var weekday = CronField.DayOfWeek.ParseValue(text);
                if (number is < '1' or > '5')
                {
                    throw CronField.DayOfWeek.Wrong(field);
                }

                return (year, month) => Weekdays([weekday])(year, month).Skip(number - '1').Take(1);
            default:
                return Weekdays(CronField.DayOfWeek.Parse(field));
        }
    }

    private static Func<int, int, IEnumerable<int>> Weekdays(IReadOnlyList<int> weekdays) => (year, month) =>
        Enumerable.Range(1, DateTime.DaysInMonth(year, month)).Where(day => weekdays.Contains((int)Weekday(year, month, day) + 1));

    /// <summary>The weekday that is nearest to a day and in the same month.</summary>
    private static int NearestWeekday(int year, int month, int day) => Weekday(year, month, day) switch
    {
        DayOfWeek.Saturday => day > 1 ? day - 1 : day + 2,
        DayOfWeek.Sunday => day < DateTime.DaysInMonth(year, month) ? day + 1 : day - 2,
        _ => day,
    };

    private static DayOfWeek Weekday(int year, int month, int day) => new DateOnly(year, month, day).DayOfWeek;

    private static FormatException BothOrNeither() => new("exactly one of Day-of-month and Day-of-week must be ?.");
}

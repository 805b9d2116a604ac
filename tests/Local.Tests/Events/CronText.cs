using CsCheck;

namespace SensorWatch.Local.Tests.Events;

/// <summary>Cron expressions at random, and a second opinion on when they fire: each minute is looked at by itself.</summary>
internal static class CronText
{
    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public static Gen<string> Gen { get; } =
        from minutes in Field(0, 59)
        from hours in Field(0, 23)
        from days in CsCheck.Gen.OneOf(
            Field(1, 31).Select(day => (day, "?")),
            CsCheck.Gen.Bool.Select(isWeekday => (isWeekday ? "LW" : "L", "?")),
            CsCheck.Gen.Int[1, 31].Select(day => ($"{day}W", "?")),
            CsCheck.Gen.Int[1, 7].Select(day => ("?", $"{day}")),
            CsCheck.Gen.Int[0, 6].Select(day => ("?", Weekdays[day])),
            CsCheck.Gen.Int[1, 7].Select(day => ("?", $"{day}L")),
            CsCheck.Gen.Select(CsCheck.Gen.Int[1, 7], CsCheck.Gen.Int[1, 5]).Select(day => ("?", $"{day.Item1}#{day.Item2}")))
        from months in CsCheck.Gen.OneOf(CsCheck.Gen.Const("*"), Field(1, 12))
        select $"cron({minutes} {hours} {days.Item1} {months} {days.Item2} *)";

    public static DateTimeOffset? NaiveNext(string text, DateTimeOffset after, TimeSpan limit)
    {
        var fields = text["cron(".Length..^1].Split(' ');
        for (var time = after.AddMinutes(1); time <= after + limit; time = time.AddMinutes(1))
        {
            if (Accepts(fields[0], time.Minute, 0) && Accepts(fields[1], time.Hour, 0) && Accepts(fields[3], time.Month, 1)
                && (fields[2] == "?" ? AcceptsWeekday(fields[4], time) : AcceptsDay(fields[2], time)))
            {
                return time;
            }
        }

        return null;
    }

    private static Gen<string> Field(int minimum, int maximum)
    {
        var part = CsCheck.Gen.OneOf(
            CsCheck.Gen.Const("*"),
            CsCheck.Gen.Int[minimum, maximum].Select(value => $"{value}"),
            CsCheck.Gen.Select(CsCheck.Gen.Int[minimum, maximum], CsCheck.Gen.Int[minimum, maximum]).Select((a, b) => $"{Math.Min(a, b)}-{Math.Max(a, b)}"),
            CsCheck.Gen.Select(CsCheck.Gen.Int[minimum, maximum], CsCheck.Gen.Int[1, 20]).Select((from, step) => $"{from}/{step}"));
        return part.Array[1, 3].Select(parts => string.Join(',', parts));
    }

    private static bool Accepts(string field, int value, int minimum) => field.Split(',').Any(part => part.Split('/', '-') switch
    {
        ["*"] => true,
        [var from, var step] when part.Contains('/', StringComparison.Ordinal) => value >= Number(from, minimum) && (value - Number(from, minimum)) % int.Parse(step) == 0,
        [var from, var to] => value >= int.Parse(from) && value <= int.Parse(to),
        _ => value == int.Parse(part),
    });

    private static int Number(string text, int star) => text == "*" ? star : int.Parse(text);

    private static bool AcceptsDay(string field, DateTimeOffset time)
    {
        var last = DateTime.DaysInMonth(time.Year, time.Month);
        return field switch
        {
            "L" => time.Day == last,
            "LW" => time.Day == Nearest(time, last),
            [.. var day, 'W'] => int.Parse(day) <= last && time.Day == Nearest(time, int.Parse(day)),
            _ => Accepts(field, time.Day, 1),
        };
    }

    /// <summary>The nearest day of the month that is a weekday: looked for one day, then two days to either side.</summary>
    private static int Nearest(DateTimeOffset time, int day) => new[] { 0, -1, 1, -2, 2 }
        .Select(distance => day + distance)
        .First(candidate => candidate >= 1 && candidate <= DateTime.DaysInMonth(time.Year, time.Month)
            && new DateTime(time.Year, time.Month, candidate).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    private static bool AcceptsWeekday(string field, DateTimeOffset time) => field switch
    {
        [var day, 'L'] => (int)time.DayOfWeek + 1 == day - '0' && time.AddDays(7).Month != time.Month,
        [var day, '#', var number] => (int)time.DayOfWeek + 1 == day - '0' && (time.Day - 1) / 7 + 1 == number - '0',
        _ => Weekdays[(int)time.DayOfWeek] == field || $"{(int)time.DayOfWeek + 1}" == field,
    };
}

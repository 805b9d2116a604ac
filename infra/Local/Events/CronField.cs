using System.Globalization;

namespace SensorWatch.Local.Events;

/// <summary>The values that a field of a cron expression allows: <c>*</c>, <c>5</c>, <c>1-5</c>, <c>0/15</c>, <c>MON,WED</c>.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Minimum">The least value.</param>
/// <param name="Maximum">The greatest value.</param>
/// <param name="Names">Names of values, the first for the least.</param>
internal sealed record CronField(string Name, int Minimum, int Maximum, params string[] Names)
{
    public static CronField Minutes { get; } = new("Minutes", 0, 59);

    public static CronField Hours { get; } = new("Hours", 0, 23);

    public static CronField DayOfMonth { get; } = new("Day-of-month", 1, 31);

    public static CronField Month { get; } =
        new("Month", 1, 12, "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    /// <summary>1 is Sunday.</summary>
    public static CronField DayOfWeek { get; } = new("Day-of-week", 1, 7, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    public static CronField Year { get; } = new("Year", 1970, 2199);

    /// <summary>The allowed values in ascending order.</summary>
    /// <exception cref="FormatException">The text is none of the forms.</exception>
    public IReadOnlyList<int> Parse(string text) => [.. text.Split(',').SelectMany(ParsePart).Distinct().Order()];

    /// <summary>A number or a name.</summary>
    /// <exception cref="FormatException">It is neither, or out of range.</exception>
    public int ParseValue(string text)
    {
        var named = Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return named >= 0 ? Minimum + named
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= Minimum && value <= Maximum ? value
            : throw Wrong(text);
    }

    public FormatException Wrong(string text) => new(
        $"'{text}' is no {Name}: {Minimum}-{Maximum}{(Names.Length == 0 ? "" : $" or {Names[0]}-{Names[^1]}")}, with the wildcards that the field has.");

    private IEnumerable<int> ParsePart(string part)
    {
        var (range, step) = part.Split('/') switch
        {
            [var all] => (all, 0),
            [var from, var by] when int.TryParse(by, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 => (from, value),
            _ => throw Wrong(part),
        };
        var (first, last) = range.Split('-') switch
        {
            ["*"] => (Minimum, Maximum),
            [var one] => (ParseValue(one), step > 0 ? Maximum : ParseValue(one)),
            [var from, var to] => (ParseValue(from), ParseValue(to)),
            _ => throw Wrong(part),
        };
        if (first > last)
        {
            throw Wrong(part);
        }

        for (var value = first; value <= last; value += Math.Max(step, 1))
        {
            yield return value;
        }
    }
}

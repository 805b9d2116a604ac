using System.Globalization;

namespace SensorWatch.Templates.Pricing;

/// <summary>AWS's month: 730 hours, as its price calculator has it.</summary>
public static class Month
{
    public const double Seconds = 730 * 3600;

    /// <summary>How often a schedule of the form <c>rate(5 minutes)</c> comes in a month; null for another form.</summary>
    public static double? TimesOf(string schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (!schedule.StartsWith("rate(", StringComparison.Ordinal) || schedule[5..].TrimEnd(')').Split(' ') is not [var number, var unit]
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
        {
            return null;
        }

        return unit.TrimEnd('s') switch
        {
            "minute" => Seconds / (60.0 * count),
            "hour" => Seconds / (3600.0 * count),
            "day" => Seconds / (86_400.0 * count),
            _ => null,
        };
    }
}

using System.CommandLine;
using System.Globalization;
using SensorWatch.Contracts.Json;

namespace SensorWatch.Operate.Replays;

/// <summary>A moment on the command line: a time, or how long ago.</summary>
internal static class MomentArgument
{
    public const string Forms = "a time with an offset (2026-01-02T03:04:05Z), how long ago (90s, 10m, 2h, 7d) or now";

    public static Option<DateTimeOffset?> Option(string name, string description, TimeProvider time, bool required = false) => new(name)
    {
        Description = $"{description}: {Forms}",
        HelpName = "TIME",
        Required = required,
        CustomParser = result => Parse(result.Tokens.Single().Value, time.GetUtcNow())
            ?? CommonOptions.Refuse<DateTimeOffset?>(result, $"{name}: expected {Forms}; got '{result.Tokens.Single().Value}'"),
    };

    /// <summary>Null of what has none of the <see cref="Forms"/>.</summary>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        if (UtcTimeConverter.TryParse(text, out var time))
        {
            return time;
        }

        if (text == "now")
        {
            return now;
        }

        return text is [.. var digits, var unit] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? unit switch
            {
                's' => now.AddSeconds(-number),
                'm' => now.AddMinutes(-number),
                'h' => now.AddHours(-number),
                'd' when number < 36_500 => now.AddDays(-number),
                _ => null,
            }
            : null;
    }
}

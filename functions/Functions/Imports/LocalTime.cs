using System.Globalization;

namespace SensorWatch.Functions.Imports;

/// <summary>A time as a file has it: a date, or a date and time, perhaps with an offset.</summary>
/// <param name="Local">Date and time as written.</param>
/// <param name="Offset">From UTC; null when the file doesn't say.</param>
internal readonly record struct LocalTime(DateTime Local, TimeSpan? Offset)
{
    /// <summary>What <see cref="Parse"/> takes, for errors.</summary>
    public const string Expected = "a time such as 2010-01-01T09:00:00 or 2010-01-01 09:00, with or without an offset";

    private const int DateLength = 10;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd",
    ];

    /// <summary>
    /// Reads a time in the forms of ISO 8601 that files use: <c>2010-01-01T09:00:00</c>, a space for the T, seconds and
    /// fractions or none, <c>Z</c> or an offset or none; a date alone is its midnight. Null for anything else: orders of
    /// day and month that differ between countries are not guessed.
    /// </summary>
    public static LocalTime? Parse(string text)
    {
        var rest = text.AsSpan().Trim();
        TimeSpan? offset = null;
        var sign = rest.Length > DateLength ? rest[DateLength..].IndexOfAny("+-Zz") : -1;
        if (sign >= 0)
        {
            if (!LocalZone.TryParseOffset(rest[(DateLength + sign)..], out var given))
            {
                return null;
            }

            offset = given;
            rest = rest[..(DateLength + sign)].TrimEnd();
        }

        return DateTime.TryParseExact(rest, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new(local, offset)
            : null;
    }
}

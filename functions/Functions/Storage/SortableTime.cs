using System.Globalization;

namespace SensorWatch.Functions.Storage;

/// <summary>Times as DynamoDB keys: UTC with a fixed number of digits, so that the order of the texts is the order of time.</summary>
public static class SortableTime
{
    private const string Format = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    public static string ToText(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="ToText"/> wrote, and nothing else.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}

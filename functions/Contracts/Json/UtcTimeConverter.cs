using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SensorWatch.Contracts.Json;

/// <summary>
/// Times as ISO 8601 in UTC with a <c>Z</c> and no more digits than the time has: <c>2010-01-01T09:00:00Z</c>.
/// Reads any offset and converts it; a time without an offset is an error, since nobody knows what it means.
/// </summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && TryParse(reader.GetString()!, out var time))
        {
            return time;
        }

        throw new JsonException("expected a time with an offset, such as \"2010-01-01T09:00:00Z\"");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(ToText(value));
    }

    /// <summary>The text that is written for a time.</summary>
    public static string ToText(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads an ISO 8601 time that has an offset or a <c>Z</c>.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(text);
        time = default;
        return text.Length > 10
            && text[10] == 'T'
            && HasOffset(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }

    private static bool HasOffset(string text) => text[^1] == 'Z' || text.AsSpan(10).IndexOfAny('+', '-') > 0;
}

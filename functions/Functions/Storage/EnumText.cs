using System.Text.Json;

namespace SensorWatch.Functions.Storage;

/// <summary>Enums as the same camelCase texts that events and answers have.</summary>
public static class EnumText
{
    public static string ToText<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Reads what <see cref="ToText"/> wrote, and nothing else.</summary>
    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum => Enum.TryParse(text, ignoreCase: true, out value) && ToText(value) == text;

    /// <summary>The texts that <see cref="TryParse"/> takes, for messages.</summary>
    public static string All<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(ToText));
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Operate.Aws;

/// <summary>How JSON of others is read: services' answers, messages, log lines.</summary>
internal static class JsonMembers
{
    /// <summary>Null of what is no JSON object.</summary>
    public static JsonObject? TryParse(string text)
    {
        try
        {
            return text.AsSpan().TrimStart() is ['{', ..] ? JsonNode.Parse(text) as JsonObject : null;
        }
        catch (JsonException)
        {
            // Others may write what they like; whoever asks shows the text as it is.
            return null;
        }
    }

    /// <summary>A text that the service always gives.</summary>
    /// <exception cref="InvalidDataException">It isn't there.</exception>
    public static string Required(this JsonObject answer, string name) =>
        answer.Text(name) ?? throw new InvalidDataException($"Expected '{name}' in the service's answer; got {answer.ToJsonString()}");

    /// <summary>A text; null when it isn't there, or is no text.</summary>
    public static string? Text(this JsonObject? parent, string name) =>
        parent?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>An object; null when it isn't there, or is none.</summary>
    public static JsonObject? Object(this JsonObject? parent, string name) => parent?[name] as JsonObject;

    /// <summary>A time in seconds since 1970, as EventBridge writes it.</summary>
    public static DateTimeOffset? Seconds(this JsonObject answer, string name) =>
        answer[name] is JsonValue value ? DateTimeOffset.UnixEpoch.AddSeconds(double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)) : null;
}

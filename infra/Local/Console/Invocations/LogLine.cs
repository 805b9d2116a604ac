using System.Text.Json;
using System.Text.Json.Serialization;
using SensorWatch.Local.Logs;

namespace SensorWatch.Local.Console.Invocations;

/// <summary>A line of a function's log.</summary>
/// <param name="Seq">Tells lines apart.</param>
/// <param name="Time">When it was written.</param>
/// <param name="RequestId">The invocation; null for none.</param>
/// <param name="Level">Of a line in Lambda's JSON format: <c>INFO</c>, <c>ERROR</c>; null for other lines.</param>
/// <param name="Text">The line.</param>
internal sealed record LogLine(long Seq, DateTimeOffset Time, string? RequestId, string? Level, string Text)
{
    /// <summary>Something went wrong.</summary>
    [JsonIgnore]
    public bool IsTrouble => Level is "WARN" or "ERROR" or "FATAL";

    /// <summary>The line for people: of JSON its message and error.</summary>
    public string Message => Hosting.FunctionConsoleLog.Read(Text).Message;

    public static LogLine Of(LogEvent logEvent)
    {
        var text = logEvent.Message.TrimEnd('\n');
        return new(logEvent.Id, logEvent.Timestamp, logEvent.RequestId, LevelOf(text), text);
    }

    private static string? LevelOf(string text)
    {
        if (text is not ['{', .., '}'])
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.TryGetProperty("level", out var level) && level.ValueKind == JsonValueKind.String ? level.GetString() : null;
        }
        catch (JsonException)
        {
            // Text in braces that is no JSON.
            return null;
        }
    }
}

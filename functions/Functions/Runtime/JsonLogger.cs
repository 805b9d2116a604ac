using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Lambda.Core;

namespace SensorWatch.Functions.Runtime;

/// <summary>
/// A function's log: a JSON object a line with <c>timestamp</c> (UTC), <c>level</c>, <c>message</c>, the invocation's
/// <c>requestId</c> and <c>traceId</c>, the arguments of the message by name, and an exception's type, message and stack
/// trace. Keys and levels are those that Lambda's log level filter reads:
/// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html.
/// </summary>
/// <param name="output">Standard output; one write a line, since Lambda makes an entry of each.</param>
/// <param name="minimum">Messages below it are dropped.</param>
/// <param name="time">The clock.</param>
internal sealed class JsonLogger(Stream output, LogLevel minimum, TimeProvider time) : ILambdaLogger
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _lock = new();
    private string? _requestId;
    private string? _traceId;

    /// <summary>
    /// The level of <c>AWS_LAMBDA_LOG_LEVEL</c>, Lambda's names (<c>INFO</c>, <c>WARN</c>, <c>FATAL</c>) or .NET's; information
    /// if it is not set. An unknown name counts as not set, since a log is no reason to fail.
    /// </summary>
    public static LogLevel ParseLevel(string? name) => name?.ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "WARN" or "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "FATAL" or "CRITICAL" => LogLevel.Critical,
        _ => LogLevel.Information,
    };

    /// <summary>Names the invocation that the following messages belong to; null for none.</summary>
    public void Begin(string? requestId, string? traceId)
    {
        lock (_lock)
        {
            (_requestId, _traceId) = (requestId, traceId);
        }
    }

    /// <summary>
    /// Writes a line that is no message and that no level keeps out: information, or the least level there is if that is
    /// higher. Lambda's filter takes a line without level or timestamp for information, and would drop it.
    /// </summary>
    /// <param name="writeMembers">Writes the members after those that all lines have; given the line's time.</param>
    public void WriteAlways(Action<Utf8JsonWriter, DateTimeOffset> writeMembers) =>
        WriteLine(minimum > LogLevel.Information ? minimum : LogLevel.Information, writeMembers);

    public void Log(string message) => Write(LogLevel.Information, null, message, []);

    public void LogLine(string message) => Write(LogLevel.Information, null, message, []);

    public void Log(string level, string message) => Write(ParseLevel(level), null, message, []);

    public void Log(string level, string message, params object[] args) => Write(ParseLevel(level), null, message, args);

    public void Log(string level, Exception exception, string message, params object[] args) =>
        Write(ParseLevel(level), exception, message, args);

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARN",
        LogLevel.Error => "ERROR",
        _ => "FATAL",
    };

    private void Write(LogLevel level, Exception? exception, string message, object?[] args)
    {
        if (level < minimum)
        {
            return;
        }

        var rendered = MessageTemplate.Render(message, args);
        WriteLine(level, (writer, _) => WriteMembers(writer, exception, rendered));
    }

    private void WriteLine(LogLevel level, Action<Utf8JsonWriter, DateTimeOffset> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        lock (_lock)
        {
            using (var writer = new Utf8JsonWriter(buffer, Options))
            {
                var now = time.GetUtcNow();
                writer.WriteStartObject();
                writer.WriteString("timestamp", now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
                writer.WriteString("level", NameOf(level));
                WriteIfSet(writer, "requestId", _requestId);
                WriteIfSet(writer, "traceId", _traceId);
                writeMembers(writer, now);
                writer.WriteEndObject();
            }

            buffer.Write("\n"u8);
            output.Write(buffer.WrittenSpan);
            output.Flush();
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, Exception? exception, RenderedMessage message)
    {
        writer.WriteString("message", message.Text);
        foreach (var (name, value) in message.Arguments)
        {
            WriteArgument(writer, name, value);
        }

        if (exception is not null)
        {
            writer.WriteString("errorType", exception.GetType().FullName);
            writer.WriteString("errorMessage", exception.Message);
            writer.WriteString("stackTrace", exception.ToString());
        }
    }

    private static void WriteIfSet(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteArgument(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNull(name);
                break;
            case bool flag:
                writer.WriteBoolean(name, flag);
                break;
            case int or long or short or byte:
                writer.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumber(name, number);
                break;
            case decimal number:
                writer.WriteNumber(name, number);
                break;
            default:
                writer.WriteString(name, MessageTemplate.Format(value, null));
                break;
        }
    }
}

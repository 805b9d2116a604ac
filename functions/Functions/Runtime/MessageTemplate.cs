using System.Globalization;
using System.Text;

namespace SensorWatch.Functions.Runtime;

/// <summary>A log message, and its arguments by name.</summary>
internal readonly record struct RenderedMessage(string Text, IReadOnlyList<KeyValuePair<string, object?>> Arguments);

/// <summary>
/// Message templates as .NET's loggers have them: <c>stored {Count} readings of {Sensor}</c>, filled in order.
/// <c>{Value:format}</c> formats, <c>{{</c> and <c>}}</c> are braces. A template that doesn't fit its arguments is never an
/// error: what has no argument stays as it is.
/// </summary>
internal static class MessageTemplate
{
    // Keys of a log line that no argument may repeat.
    private static readonly string[] Reserved =
        ["timestamp", "level", "requestId", "traceId", "message", "errorType", "errorMessage", "stackTrace"];

    /// <summary>Fills a template.</summary>
    public static RenderedMessage Render(string? template, IReadOnlyList<object?> args)
    {
        // Without arguments a message is plain text, braces and all: it may be JSON.
        if (template is null || args.Count == 0)
        {
            return new(template ?? string.Empty, []);
        }

        var text = new StringBuilder(template.Length + 32);
        var named = new List<KeyValuePair<string, object?>>(args.Count);
        for (int position = 0, next = 0; position < template.Length;)
        {
            var rest = template.AsSpan(position);
            if (rest.StartsWith("{{") || rest.StartsWith("}}"))
            {
                text.Append(rest[0]);
                position += 2;
            }
            else if (rest[0] == '{' && rest.IndexOf('}') is > 1 and var end && next < args.Count)
            {
                Append(text, named, rest[1..end], args[next++]);
                position += end + 1;
            }
            else
            {
                text.Append(rest[0]);
                position++;
            }
        }

        return new(text.ToString(), named);
    }

    /// <summary>A value as text, independent of culture; times in ISO 8601.</summary>
    public static string Format(object? value, string? format) => value switch
    {
        null => "null",
        DateTimeOffset or DateTime => ((IFormattable)value).ToString(format ?? "O", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(format, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private static void Append(
        StringBuilder text, List<KeyValuePair<string, object?>> named, ReadOnlySpan<char> placeholder, object? value)
    {
        var colon = placeholder.IndexOf(':');
        var name = (colon < 0 ? placeholder : placeholder[..colon]).Trim().ToString();
        text.Append(Format(value, colon < 0 ? null : placeholder[(colon + 1)..].ToString()));
        if (!Reserved.Contains(name) && !named.Exists(pair => pair.Key == name))
        {
            named.Add(new(name, value));
        }
    }
}

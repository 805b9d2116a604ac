using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>
/// An input transformer: a template whose placeholders take values from the event.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
/// </summary>
internal sealed partial class InputTransformer
{
    private const string Reserved = "aws.events.";

    private static readonly Dictionary<string, Func<BusEvent, RuleResource, string>> ReservedVariables = new()
    {
        ["aws.events.rule-arn"] = (_, rule) => Quote(rule.Arn),
        ["aws.events.rule-name"] = (_, rule) => Quote(rule.Name),
        ["aws.events.event.ingestion-time"] = (e, _) => Quote(e.IngestionTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'")),
        ["aws.events.event"] = (e, _) => e.TextWithoutDetail(),
        ["aws.events.event.json"] = (e, _) => e.Text,
    };

    private readonly IReadOnlyList<Segment> _segments;

    private InputTransformer(IReadOnlyList<Segment> segments) => _segments = segments;

    /// <summary>Reads <c>{"InputPathsMap": {NAME: PATH}, "InputTemplate": TEXT}</c>.</summary>
    /// <exception cref="FormatException">A path that is none, or a placeholder that nothing defines.</exception>
    public static InputTransformer Parse(JsonObject transformer)
    {
        var paths = (transformer["InputPathsMap"] as JsonObject ?? []).ToDictionary(
            path => path.Key,
            path => EventPath.Parse(path.Value?.GetValue<string>() ?? ""));
        var template = transformer["InputTemplate"]?.GetValue<string>()
            ?? throw new FormatException("the input transformer has no InputTemplate.");
        var segments = new List<Segment>();
        var quoted = false;
        var position = 0;
        foreach (Match match in Placeholder().Matches(template))
        {
            var literal = template[position..match.Index];
            quoted ^= HasOddQuotes(literal);
            segments.Add(new(literal, ReadValue(match.Groups["name"].Value, paths), quoted));
            position = match.Index + match.Length;
        }

        segments.Add(new(template[position..], null, false));
        return new(segments);
    }

    /// <summary>The text for the target; null when it would not be JSON, which EventBridge drops without a word.</summary>
    public string? Transform(BusEvent busEvent, RuleResource rule)
    {
        var text = new StringBuilder();
        foreach (var segment in _segments)
        {
            text.Append(segment.Literal);
            if (segment.Value is { } value)
            {
                text.Append(Place(value(busEvent, rule), segment.Quoted));
            }
        }

        var result = text.ToString();
        return IsJson(result) || result.Split('\n', StringSplitOptions.RemoveEmptyEntries).All(IsJson) ? result : null;
    }

    private static Func<BusEvent, RuleResource, string?> ReadValue(string name, Dictionary<string, EventPath> paths)
    {
        if (paths.TryGetValue(name, out var path))
        {
            return (e, _) => path.Find(e.Root)?.GetRawText();
        }

        return ReservedVariables.TryGetValue(name, out var variable)
            ? variable
            : throw new FormatException(
                name.StartsWith(Reserved, StringComparison.Ordinal)
                    ? $"<{name}> is not one of EventBridge's variables: {string.Join(", ", ReservedVariables.Keys)}."
                    : $"the input template has a placeholder <{name}>, and InputPathsMap does not define it.");
    }

    /// <param name="json">The value's JSON; null when the event has none.</param>
    /// <param name="quoted">It goes inside a JSON string of the template.</param>
    private static string Place(string? json, bool quoted) => (json, quoted) switch
    {
        (null, false) => "\"\"",
        (null, true) => "",
        (['"', .. var content, '"'], true) => content,
        _ => json,
    };

    private static bool HasOddQuotes(string literal)
    {
        var odd = false;
        for (var i = 0; i < literal.Length; i++)
        {
            if (literal[i] == '\\')
            {
                i++;
            }
            else if (literal[i] == '"')
            {
                odd = !odd;
            }
        }

        return odd;
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    [GeneratedRegex("<(?<name>[A-Za-z0-9_.-]+)>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Placeholder();

    /// <summary>A piece of the template, and the placeholder after it.</summary>
    private sealed record Segment(string Literal, Func<BusEvent, RuleResource, string?>? Value, bool Quoted);
}

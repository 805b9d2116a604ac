using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Local.Mappings;

/// <summary>
/// The filters of a mapping on a queue; a message passes when one of them matches. They look at the body only: a
/// pattern with an object there wants a body in JSON, one with a list a plain string, and what is of the other kind
/// doesn't pass.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
/// </summary>
internal sealed class MessageFilter
{
    private const string Body = "body";

    private readonly IReadOnlyList<(bool Json, Func<JsonElement, bool> Matches)> _patterns;

    private MessageFilter(IReadOnlyList<(bool Json, Func<JsonElement, bool> Matches)> patterns) => _patterns = patterns;

    /// <summary>Compiles a mapping's patterns; without any, everything passes.</summary>
    /// <exception cref="FormatException">A pattern that Lambda would refuse.</exception>
    public static MessageFilter Compile(IReadOnlyList<JsonObject> patterns, CompilePattern compile) => new(
    [
        .. patterns.Select(pattern => pattern is { Count: 1 } && pattern.ContainsKey(Body)
            ? (pattern[Body] is JsonObject, compile(pattern))
            : throw new FormatException($"the filter {pattern.ToJsonString()} must have the key 'body' and no other: mappings on queues filter by it only.")),
    ]);

    /// <summary>Whether a message with that body passes.</summary>
    public bool Passes(string body)
    {
        if (_patterns.Count == 0)
        {
            return true;
        }

        using var json = ParseJson(body);
        using var record = json is null
            ? JsonSerializer.SerializeToDocument(new Dictionary<string, string> { [Body] = body })
            : JsonDocument.Parse($$"""{"{{Body}}":{{body}}}""");
        return _patterns.Any(pattern => pattern.Json == json is not null && pattern.Matches(record.RootElement));
    }

    /// <summary>A JSON object or array; null for anything else, which counts as a plain string.</summary>
    private static JsonDocument? ParseJson(string body)
    {
        if (body.AsSpan().TrimStart() is not ['{' or '[', ..])
        {
            return null;
        }

        try
        {
            // One level less than the record around it may have.
            return JsonDocument.Parse(body, new() { MaxDepth = 63 });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using System.Text.Json;

namespace SensorWatch.Local.Console.Messages;

/// <summary>The EventBridge event that a message is, or holds: in a notification, or in what Lambda tells of a failed invocation.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="DetailType">Its detail-type.</param>
internal sealed record MessageEvent(string Id, string DetailType)
{
    /// <summary>So deep an event may lie: <c>requestPayload.Records[0].Sns.Message</c>.</summary>
    private const int MaximumDepth = 6;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    /// <summary>The first event in a message's body; null without one.</summary>
    public static MessageEvent? Find(string body) => Find(body, MaximumDepth);

    private static MessageEvent? Find(string text, int depth)
    {
        if (depth == 0 || !text.StartsWith('{'))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return Find(document.RootElement, depth);
        }
        catch (JsonException)
        {
            // Text that begins like JSON, and holds no event.
            return null;
        }
    }

    private static MessageEvent? Find(JsonElement value, int depth) => depth == 0 ? null : value.ValueKind switch
    {
        JsonValueKind.Object when Text(value, "id") is { } id && Text(value, "detail-type") is { } detailType => new(id, detailType),
        JsonValueKind.Object => value.EnumerateObject().Select(member => Find(member.Value, depth - 1)).FirstOrDefault(found => found is not null),
        JsonValueKind.Array => value.EnumerateArray().Select(element => Find(element, depth - 1)).FirstOrDefault(found => found is not null),
        JsonValueKind.String => Find(value.GetString()!, depth - 1),
        _ => null,
    };

    private static string? Text(JsonElement value, string name) =>
        value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}

using System.Text.Json;

namespace SensorWatch.Local.Console.Stories;

/// <summary>
/// What an event says of itself in <c>detail.metadata</c>, where its app writes it so: its own id, that of the event that led
/// to it, and one that all events of a story share.
/// </summary>
internal sealed record EventEnvelope(string? EventId, string? CausationId, string? CorrelationId)
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 128 };

    /// <summary>Of an event without it.</summary>
    public static EventEnvelope None { get; } = new(null, null, null);

    /// <summary>Reads an event's JSON.</summary>
    public static EventEnvelope Read(string? text)
    {
        if (text is null || !text.Contains("\"metadata\"", StringComparison.Ordinal))
        {
            return None;
        }

        using var document = JsonDocument.Parse(text, Deep);
        return Member(document.RootElement, "detail") is { } detail && Member(detail, "metadata") is { } metadata
            ? new(Text(metadata, "eventId"), Text(metadata, "causationId"), Text(metadata, "correlationId"))
            : None;
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}

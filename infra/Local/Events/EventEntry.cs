using System.Text;
using System.Text.Json;

namespace SensorWatch.Local.Events;

/// <summary>An event for <see cref="EventBusService.Put(IReadOnlyList{EventEntry})"/>.</summary>
public sealed record EventEntry
{
    private const int TimeBytes = 14;

    internal static readonly JsonElement EmptyDetail = JsonElement.Parse("{}");

    /// <summary>A detail that is a JSON object; null for any other text.</summary>
    public static JsonElement? ReadDetail(string text)
    {
        try
        {
            return JsonElement.Parse(text) is { ValueKind: JsonValueKind.Object } element ? element : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public required string Source { get; init; }

    public required string DetailType { get; init; }

    /// <summary>A JSON object.</summary>
    public required JsonElement Detail { get; init; }

    /// <summary>Name or ARN; null for the default bus.</summary>
    public string? EventBusName { get; init; }

    /// <summary>Null for now.</summary>
    public DateTimeOffset? Time { get; init; }

    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>The X-Ray trace header; targets get it apart from the event.</summary>
    public string? TraceHeader { get; init; }

    /// <summary>Its size, which limits go by, and the price.</summary>
    internal int Bytes => SizeOf(Time is not null, [Source, DetailType, Detail.GetRawText(), .. Resources]);

    /// <summary>An entry's size in bytes: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size</summary>
    internal static int SizeOf(bool hasTime, IEnumerable<string?> texts) =>
        (hasTime ? TimeBytes : 0) + texts.Sum(text => Encoding.UTF8.GetByteCount(text ?? ""));
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SensorWatch.Local.Events;

/// <summary>
/// An event on a bus, as rules see it and targets get it.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
/// </summary>
internal sealed class BusEvent : IDisposable
{
    // Targets get what a person would type: no \u0026 for an ampersand.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A detail may be as deep as System.Text.Json reads by default, and the event around it is one level more.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 128 };

    private readonly JsonDocument _document;

    private BusEvent(string bus, string text, string? traceHeader, DateTimeOffset ingestionTime)
    {
        Bus = bus;
        IngestionTime = ingestionTime;
        Text = text;
        TraceHeader = traceHeader;
        _document = JsonDocument.Parse(text, Deep);
        Id = Member("id");
    }

    /// <summary>The bus's name.</summary>
    public string Bus { get; }

    public string Id { get; }

    public string Source => Member("source");

    public string DetailType => Member("detail-type");

    /// <summary>When it happened, by the event itself; whole seconds.</summary>
    public DateTimeOffset Time => Root.GetProperty("time").GetDateTimeOffset();

    /// <summary>The X-Ray trace header; targets get it apart from the event.</summary>
    public string? TraceHeader { get; }

    /// <summary>A replay sent it.</summary>
    public bool IsReplayed => Root.TryGetProperty("replay-name", out _);

    /// <summary>
    /// A rule of another bus sent it here. EventBridge sends such an event to no third bus:
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
    /// </summary>
    public bool IsPassedOn { get; private init; }

    public DateTimeOffset IngestionTime { get; }

    /// <summary>The event's JSON, compact.</summary>
    public string Text { get; }

    public JsonElement Root => _document.RootElement;

    public static BusEvent Create(EventEntry entry, EventBridgeDeployment deployment, DateTimeOffset now)
    {
        var text = Write(writer =>
        {
            writer.WriteString("version", "0");
            writer.WriteString("id", Guid.NewGuid().ToString());
            writer.WriteString("detail-type", entry.DetailType);
            writer.WriteString("source", entry.Source);
            writer.WriteString("account", deployment.Account);
            writer.WriteString("time", FormatTime(entry.Time ?? now));
            writer.WriteString("region", deployment.Region);
            writer.WriteStartArray("resources");
            foreach (var resource in entry.Resources)
            {
                writer.WriteStringValue(resource);
            }

            writer.WriteEndArray();
            writer.WritePropertyName("detail");
            entry.Detail.WriteTo(writer);
        });
        return new(EventBridgeDeployment.BusName(entry.EventBusName), text, entry.TraceHeader, now);
    }

    /// <summary>An archived event as a replay sends it: the same, with <c>replay-name</c>.</summary>
    public static BusEvent Replay(ArchivedEvent archived, string replayName, string bus, DateTimeOffset now)
    {
        using var document = JsonDocument.Parse(archived.Text, Deep);
        var text = Write(writer =>
        {
            foreach (var member in document.RootElement.EnumerateObject())
            {
                member.WriteTo(writer);
                if (member.NameEquals("region"))
                {
                    writer.WriteString("replay-name", replayName);
                }
            }
        });
        return new(bus, text, archived.TraceHeader, now);
    }

    /// <summary>An event as it came from a bus, to be brought to a target once more.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    /// <exception cref="KeyNotFoundException">It is no event.</exception>
    public static BusEvent Read(string text, string? traceHeader, DateTimeOffset ingestionTime) => new("", text, traceHeader, ingestionTime);

    /// <summary>The same event on another bus.</summary>
    public BusEvent PassOn(string bus, DateTimeOffset now) => new(bus, Text, TraceHeader, now) { IsPassedOn = true };

    /// <summary>All of it as a text, for <see cref="Restore"/>.</summary>
    public string Keep() => JsonSerializer.Serialize(new Kept(Bus, Text, TraceHeader, IngestionTime, IsPassedOn));

    /// <summary>The event that was kept.</summary>
    public static BusEvent Restore(string text)
    {
        var kept = JsonSerializer.Deserialize<Kept>(text)!;
        return new(kept.Bus, kept.Text, kept.TraceHeader, kept.IngestionTime) { IsPassedOn = kept.IsPassedOn };
    }

    /// <summary>The event without its detail.</summary>
    public string TextWithoutDetail() => Write(writer =>
    {
        foreach (var member in Root.EnumerateObject().Where(member => member.Name != "detail"))
        {
            member.WriteTo(writer);
        }
    });

    /// <summary>Whole seconds, UTC.</summary>
    public static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    public void Dispose() => _document.Dispose();

    private string Member(string name) => Root.GetProperty(name).GetString()!;

    private static string Write(Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private sealed record Kept(string Bus, string Text, string? TraceHeader, DateTimeOffset IngestionTime, bool IsPassedOn);
}

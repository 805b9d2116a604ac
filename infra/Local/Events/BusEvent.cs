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

    private BusEvent(EventEntry entry, string id, DateTimeOffset ingestionTime, string text)
    {
        Entry = entry;
        Id = id;
        IngestionTime = ingestionTime;
        Text = text;
        _document = JsonDocument.Parse(text, Deep);
    }

    public EventEntry Entry { get; }

    public string Id { get; }

    public DateTimeOffset IngestionTime { get; }

    /// <summary>The event's JSON, compact.</summary>
    public string Text { get; }

    public JsonElement Root => _document.RootElement;

    public static BusEvent Create(EventEntry entry, EventBridgeDeployment deployment, DateTimeOffset now)
    {
        var id = Guid.NewGuid().ToString();
        return new(entry, id, now, Write(writer =>
        {
            writer.WriteString("version", "0");
            writer.WriteString("id", id);
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
        }));
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
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Contracts.Schemas;

/// <summary>
/// Schemas of events for EventBridge's schema registry, made from the contracts' records. They are written in the form
/// in which the registry itself writes the schemas that it discovers, so that its code bindings and the AWS toolkits
/// read them: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-schema.html
/// </summary>
/// <remarks>
/// A member that isn't <c>required</c> may be absent: null is never written, and an older event doesn't have it.
/// Additional members are allowed, since a newer event has more. Not for use inside a function: descriptions come from
/// the documentation file beside the assembly, which is not deployed.
/// </remarks>
public static class EventSchema
{
    /// <summary>The registry's name for the language of <see cref="OpenApi"/>: <c>Type</c> of <c>AWS::EventSchemas::Schema</c>.</summary>
    public const string OpenApiType = "OpenApi3";

    /// <summary>The registry's name for an event: <c>source@detail-type</c>, as it names schemas that it discovers.</summary>
    public static string Name(EventContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        return $"{contract.Source}@{contract.DetailType}";
    }

    /// <summary>The OpenAPI 3.0 document of an event, the same text each time.</summary>
    /// <param name="contract">The event's contract.</param>
    /// <exception cref="NotSupportedException">A member's type has no place in a schema; the message names it.</exception>
    /// <exception cref="FileNotFoundException">The documentation file isn't beside the assembly.</exception>
    public static string OpenApi(EventContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        var components = new SchemaComponents(DocComments.Instance);
        components.Add(contract.DetailType, contract.DetailTypeInfo);
        var schemas = new JsonObject { ["AWSEvent"] = Event(contract) };
        foreach (var (name, schema) in components.All)
        {
            schemas[name] = schema;
        }

        return ToText(new()
        {
            ["openapi"] = "3.0.0",
            ["info"] = Info(contract),
            ["paths"] = new JsonObject(),
            ["components"] = new JsonObject { ["schemas"] = schemas },
        });
    }

    /// <summary>What the event is, in the words of its record.</summary>
    private static JsonObject Info(EventContract contract)
    {
        var info = new JsonObject { ["version"] = $"{contract.Version}.0.0", ["title"] = contract.DetailType };
        if (DocComments.Instance.OfType(contract.DataType) is { } description)
        {
            info["description"] = description;
        }

        return info;
    }

    /// <summary>What EventBridge puts around every event.</summary>
    private static JsonObject Event(EventContract contract) => new()
    {
        ["type"] = "object",
        ["required"] = Texts("detail-type", "resources", "detail", "id", "source", "time", "region", "version", "account"),
        ["x-amazon-events-detail-type"] = contract.DetailType,
        ["x-amazon-events-source"] = contract.Source,
        ["properties"] = new JsonObject
        {
            ["detail"] = new JsonObject { ["$ref"] = SchemaComponents.Reference(contract.DetailType) },
            ["account"] = Text(),
            ["detail-type"] = Text(),
            ["id"] = Text(),
            ["region"] = Text(),
            ["resources"] = new JsonObject { ["type"] = "array", ["items"] = Text() },
            ["source"] = Text(),
            ["time"] = new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            ["version"] = Text(),
        },
        ["example"] = contract.ExampleEvent(),
    };

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonArray Texts(params IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);

    private static string ToText(JsonObject document)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            document.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Contracts;

/// <summary>A kind of event that something is known of.</summary>
/// <param name="Source">EventBridge's <c>source</c>.</param>
/// <param name="DetailType">EventBridge's <c>detail-type</c>.</param>
internal sealed record EventType(string Source, string DetailType)
{
    /// <summary>The schema of the whole event; null when it isn't known.</summary>
    public SchemaNode? Schema { get; init; }

    /// <summary>An event of the kind; null when there is none.</summary>
    public JsonElement? Example { get; init; }

    /// <summary>The schema's resource; null for an AWS service's event.</summary>
    public Resource? Resource { get; init; }

    /// <summary>Reads the schemas of the registries in a deployment.</summary>
    /// <returns>None for a schema that isn't of an event, or can't be read.</returns>
    public static EventType? From(Resource schema)
    {
        if (Document(schema) is not { } document)
        {
            return null;
        }

        var @event = schema.Properties["Type"]?.ToString() == "OpenApi3"
            ? document["components"]?["schemas"]?["AWSEvent"] as JsonObject
            : document;
        return @event?["x-amazon-events-source"] is JsonValue source && @event["x-amazon-events-detail-type"] is JsonValue detailType
            ? new(source.ToString(), detailType.ToString())
            {
                Schema = SchemaNode.Resolve(document, @event),
                Example = @event["example"] is JsonObject example ? JsonSerializer.SerializeToElement(example) : null,
                Resource = schema,
            }
            : null;
    }

    /// <summary>The schema's document; null when its content is no JSON object.</summary>
    public static JsonObject? Document(Resource schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        try
        {
            return schema.Properties["Content"] is JsonValue content ? JsonNode.Parse(content.ToString()) as JsonObject : null;
        }
        catch (JsonException)
        {
            // The rule on contracts tells it; there is no event to look for here.
            return null;
        }
    }
}

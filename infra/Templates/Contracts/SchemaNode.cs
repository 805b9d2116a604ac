using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Contracts;

/// <summary>A schema in an OpenAPI 3 or JSON Schema document: what may stand at one place of an event.</summary>
/// <param name="Document">The whole document, which references lead into.</param>
/// <param name="Json">The schema itself.</param>
internal sealed record SchemaNode(JsonObject Document, JsonObject Json)
{
    /// <summary>References that lead in a circle end somewhere.</summary>
    private const int MostReferences = 32;

    /// <summary><c>object</c>, <c>string</c> and so on; null when the schema doesn't say.</summary>
    public string? Type => (Json["type"] as JsonValue)?.ToString();

    /// <summary>The only values that there are; null when there are others.</summary>
    public IReadOnlyList<JsonNode>? Values => Json["enum"] is JsonArray values ? [.. values.OfType<JsonNode>()] : null;

    /// <summary>Names of the properties.</summary>
    public IEnumerable<string> Names => (Json["properties"] as JsonObject)?.Select(property => property.Key) ?? [];

    /// <summary>Whether there may be properties that it doesn't name, so that nothing can be said of another name.</summary>
    public bool IsOpen =>
        Json["properties"] is not JsonObject
        || Json["additionalProperties"] is JsonObject
        || Json.ContainsKey("allOf") || Json.ContainsKey("oneOf") || Json.ContainsKey("anyOf");

    public bool Requires(string name) => Json["required"] is JsonArray required && required.Any(entry => entry?.ToString() == name);

    /// <summary>The schema of a property; null when it names none so.</summary>
    public SchemaNode? Property(string name) => Json.Find("properties", name) is JsonObject schema ? Resolve(Document, schema) : null;

    /// <summary>Follows references, and goes through lists to their items: a pattern's path doesn't mention them.</summary>
    public static SchemaNode? Resolve(JsonObject document, JsonObject schema)
    {
        for (var step = 0; step < MostReferences; step++)
        {
            if (schema["$ref"] is JsonValue reference)
            {
                if (document.Find(reference.ToString().TrimStart('#', '/').Split('/')) is not JsonObject target)
                {
                    return null;
                }

                schema = target;
            }
            else if ((schema["type"] as JsonValue)?.ToString() == "array" && schema["items"] is JsonObject items)
            {
                schema = items;
            }
            else
            {
                return new(document, schema);
            }
        }

        return null;
    }

    /// <summary>Finds what stands at a pattern's path.</summary>
    /// <param name="path">Names joined with dots; a name may have dots itself.</param>
    public SchemaField Find(string path) => Find(path.Split('.'), 0, isRequired: true, "");

    private SchemaField Find(string[] names, int start, bool isRequired, string parent)
    {
        if (start == names.Length)
        {
            return new(this, isRequired, null, parent, []);
        }

        for (var end = start + 1; end <= names.Length; end++)
        {
            var name = string.Join('.', names[start..end]);
            if (Property(name) is { } below)
            {
                return below.Find(names, end, isRequired && Requires(name), parent.Length == 0 ? name : $"{parent}.{name}");
            }
        }

        return new(null, false, IsOpen ? null : names[start], parent, [.. Names]);
    }
}

/// <summary>What a path leads to.</summary>
/// <param name="Schema">The schema there; null when it leads nowhere, or nobody can tell.</param>
/// <param name="IsRequired">Every event has the field.</param>
/// <param name="UnknownName">The first name on the path that the schema doesn't have; null when it has all, or doesn't tell.</param>
/// <param name="Parent">The path as far as it is known.</param>
/// <param name="Names">The names that there are in place of the unknown one.</param>
internal sealed record SchemaField(SchemaNode? Schema, bool IsRequired, string? UnknownName, string Parent, IReadOnlyList<string> Names);

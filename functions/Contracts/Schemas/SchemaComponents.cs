using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace SensorWatch.Contracts.Schemas;

/// <summary>
/// The named schemas of an OpenAPI document: one for each record, taken from how the serializer reads and writes it, so
/// that a schema can't differ from the JSON.
/// </summary>
internal sealed class SchemaComponents(DocComments docs)
{
    private readonly SortedDictionary<string, JsonObject> _schemas = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Type> _types = [];

    /// <summary>Schemas by name, in the order of names.</summary>
    public IEnumerable<KeyValuePair<string, JsonObject>> All => _schemas;

    public static string Reference(string name) => $"#/components/schemas/{name}";

    /// <summary>Adds a record, and the records that its members hold.</summary>
    /// <exception cref="NotSupportedException">A member can't be described, or two records share a name.</exception>
    public void Add(string name, JsonTypeInfo type)
    {
        if (!_types.TryAdd(name, type.Type))
        {
            if (_types[name] != type.Type)
            {
                throw new NotSupportedException($"{type.Type} and {_types[name]} would both be the schema '{name}': give one of them another name.");
            }

            return;
        }

        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var property in type.Properties.OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            properties[property.Name] = Member(name, type, property);
            if (IsRequired(type, property))
            {
                required.Add((JsonNode)property.Name);
            }
        }

        var schema = new JsonObject { ["type"] = "object" };
        Describe(schema, docs.OfType(type.Type));
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        schema["properties"] = properties;
        _schemas[name] = schema;
    }

    private static bool IsRequired(JsonTypeInfo type, JsonPropertyInfo property)
    {
        var required = property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false };
        if (required && property.IsGetNullable && Nullable.GetUnderlyingType(property.PropertyType) is not null)
        {
            throw new NotSupportedException(
                $"{type.Type.Name}.{property.Name} is required and may be null. Null is never written, so such an event could not be read: "
                + "make it optional.");
        }

        return required;
    }

    /// <summary>The schema of an envelope's data would have the event's own name, which the registry wants for the envelope.</summary>
    private string NameOf(Type type) => _types.TryGetValue(type.Name, out var taken) && taken != type ? $"{type.Name}Data" : type.Name;

    private JsonObject Member(string owner, JsonTypeInfo type, JsonPropertyInfo property)
    {
        var schema = Schema($"{owner}.{property.Name}", property.PropertyType, property.Options);
        if (!schema.ContainsKey("$ref"))
        {
            // OpenAPI 3.0 ignores what stands beside a reference.
            Describe(schema, docs.OfMember(type.Type, property.Name));
        }

        return schema;
    }

    private JsonObject Schema(string member, Type type, JsonSerializerOptions options)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
        {
            return new() { ["type"] = "string", ["enum"] = EnumValues(type, options) };
        }

        if (Scalar(type) is { } scalar)
        {
            return scalar;
        }

        var info = options.GetTypeInfo(type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Enumerable:
                return new() { ["type"] = "array", ["items"] = Schema(member, info.ElementType!, options) };
            case JsonTypeInfoKind.Object:
                var name = NameOf(type);
                Add(name, info);
                return new() { ["$ref"] = Reference(name) };
            default:
                throw new NotSupportedException(
                    $"{member} is a {type}, which no schema describes: use a record, a list, an enum, a string, a number or a time, or teach {nameof(SchemaComponents)} its form.");
        }
    }

    private static JsonObject? Scalar(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.String => new() { ["type"] = "string" },
        TypeCode.Boolean => new() { ["type"] = "boolean" },
        TypeCode.Int32 => new() { ["type"] = "integer", ["format"] = "int32" },
        TypeCode.Int64 => new() { ["type"] = "integer", ["format"] = "int64" },
        TypeCode.Double => new() { ["type"] = "number", ["format"] = "double" },
        _ when type == typeof(DateTimeOffset) => new() { ["type"] = "string", ["format"] = "date-time" },
        _ => null,
    };

    private static JsonArray EnumValues(Type type, JsonSerializerOptions options)
    {
        var info = options.GetTypeInfo(type);
        var values = Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(value => JsonSerializer.SerializeToNode(Enum.ToObject(type, value), info));
        return new([.. values]);
    }

    private static void Describe(JsonObject schema, string? description)
    {
        if (description is not null)
        {
            schema["description"] = description;
        }
    }
}

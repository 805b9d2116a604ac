using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Local.Tables.Values;

/// <summary>Reads attribute values from a request, and refuses what DynamoDB refuses, in its words.</summary>
internal static class AttributeValueReader
{
    /// <summary>How deep lists and maps may nest; an attribute's own value is level 1.</summary>
    private const int MaximumDepth = 32;

    /// <summary>Reads a map from attribute name to value: an item or a key.</summary>
    public static MapValue ReadMap(JsonObject attributes) => ReadMap(attributes, depth: 0);

    /// <summary>Reads one value.</summary>
    public static AttributeValue Read(JsonNode? node) => Read(node, depth: 1);

    private static MapValue ReadMap(JsonObject attributes, int depth)
    {
        var values = new Dictionary<string, AttributeValue>(attributes.Count);
        foreach (var (name, node) in attributes)
        {
            values[name] = Read(node, depth + 1);
        }

        return new(values);
    }

    private static AttributeValue Read(JsonNode? node, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw TableErrors.Validation(
                "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit");
        }

        AttributeValue? value = null;
        foreach (var (type, content) in AsObject(node))
        {
            if (content is null || ReadTyped(type, content, depth) is not { } read)
            {
                continue;
            }

            value = value is null
                ? read
                : throw TableErrors.Validation(
                    "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");
        }

        return value
            ?? throw TableErrors.Validation("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
    }

    /// <returns>Null for a member that AttributeValue doesn't have, which the service skips.</returns>
    private static AttributeValue? ReadTyped(string type, JsonNode content, int depth) => type switch
    {
        "S" => new StringValue(AsString(content)),
        "N" => ReadNumber(content),
        "B" => ReadBinary(content),
        "BOOL" => new BooleanValue(AsBoolean(content)),
        "NULL" => AsBoolean(content)
            ? NullValue.Instance
            : throw TableErrors.InvalidParameter("Null attribute value types must have the value of true"),
        "L" => new ListValue(AsArray(content).Select(element => Read(element, depth + 1)).ToArray()),
        "M" => ReadMap(AsObject(content), depth),
        "SS" => ReadSet("S", AsArray(content)),
        "NS" => ReadSet("N", AsArray(content)),
        "BS" => ReadSet("B", AsArray(content)),
        _ => null,
    };

    private static NumberValue ReadNumber(JsonNode? content) => new(DynamoNumber.Parse(AsString(content)));

    private static BinaryValue ReadBinary(JsonNode? content)
    {
        var text = AsString(content);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? new(bytes[..length])
            : throw TableErrors.Serialization($"'{text}' can not be converted to a Blob: Invalid Base64");
    }

    private static SetValue ReadSet(string memberType, JsonArray members)
    {
        if (members.Count == 0)
        {
            throw TableErrors.InvalidParameter(memberType switch
            {
                "S" => "An string set  may not be empty",
                "N" => "An number set  may not be empty",
                _ => "Binary sets should not be empty",
            });
        }

        AttributeValue[] values = memberType switch
        {
            "S" => [.. members.Select(member => new StringValue(AsString(member)))],
            "N" => [.. members.Select(ReadNumber)],
            _ => [.. members.Select(ReadBinary)],
        };

        return values.ToHashSet().Count == values.Length ? new(memberType, values) : throw Duplicates(memberType, members);
    }

    private static Endpoint.AwsException Duplicates(string memberType, JsonArray members)
    {
        var collection = $"[{string.Join(", ", members.Select(AsString))}]";
        return memberType switch
        {
            "N" => TableErrors.Validation("Input collection contains duplicates"),
            "B" => TableErrors.InvalidParameter($"Input collection {collection}of type BS contains duplicates."),
            _ => TableErrors.InvalidParameter($"Input collection {collection} contains duplicates."),
        };
    }

    private static string AsString(JsonNode? node)
    {
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.String)
        {
            throw Unexpected(node, "a String");
        }

        try
        {
            return value.GetValue<string>();
        }
        catch (InvalidOperationException)
        {
            throw TableErrors.Serialization("A string of the request is not valid Unicode: it holds half a surrogate pair");
        }
    }

    private static bool AsBoolean(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Unexpected(node, "a Boolean"),
    };

    private static JsonArray AsArray(JsonNode node) => node as JsonArray ?? throw Unexpected(node, "a list");

    private static JsonObject AsObject(JsonNode? node) => node as JsonObject ?? throw Unexpected(node, "a map");

    private static Endpoint.AwsException Unexpected(JsonNode? node, string expected) => TableErrors.Serialization(
        $"An AttributeValue has {expected} here, and the request has {node?.GetValueKind().ToString() ?? "null"}");
}

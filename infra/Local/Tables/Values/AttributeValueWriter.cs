using System.Text.Json.Nodes;

namespace SensorWatch.Local.Tables.Values;

/// <summary>Writes attribute values into responses and stream records: DynamoDB's JSON.</summary>
internal static class AttributeValueWriter
{
    public static JsonObject ToJson(MapValue item)
    {
        var json = new JsonObject();
        foreach (var (name, value) in item.Attributes)
        {
            json.Add(name, ToJson(value));
        }

        return json;
    }

    /// <summary><c>{"S": "…"}</c> and the like.</summary>
    public static JsonObject ToJson(AttributeValue value) => new() { [value.Type] = Content(value) };

    private static JsonNode Content(AttributeValue value) => value switch
    {
        StringValue text => JsonValue.Create(text.Value),
        NumberValue number => JsonValue.Create(number.Value.ToString()),
        BinaryValue binary => JsonValue.Create(Convert.ToBase64String(binary.Value)),
        BooleanValue boolean => JsonValue.Create(boolean.Value),
        ListValue list => new JsonArray([.. list.Elements.Select(ToJson)]),
        MapValue map => ToJson(map),
        SetValue set => new JsonArray([.. set.Members.Select(Content)]),
        _ => JsonValue.Create(true),
    };
}

using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Queues;

/// <summary>Message attributes in the API's JSON: <c>{"NAME":{"DataType","StringValue"|"BinaryValue"}}</c>, binary in Base64.</summary>
internal static class AttributesJson
{
    public static JsonObject Write(IReadOnlyDictionary<string, MessageAttribute> attributes)
    {
        var json = new JsonObject();
        foreach (var (name, attribute) in attributes)
        {
            var value = new JsonObject { ["DataType"] = attribute.DataType };
            if (attribute.BinaryValue is { } binary)
            {
                value["BinaryValue"] = Convert.ToBase64String(binary.Span);
            }
            else
            {
                value["StringValue"] = attribute.StringValue;
            }

            json[name] = value;
        }

        return json;
    }

    public static IReadOnlyDictionary<string, MessageAttribute> Read(JsonObject? attributes)
    {
        if (attributes is null || attributes.Count == 0)
        {
            return OutgoingMessage.NoAttributes;
        }

        var result = new Dictionary<string, MessageAttribute>(attributes.Count);
        foreach (var (name, _) in attributes)
        {
            var value = attributes.Structure(name)
                ?? throw SqsErrors.InvalidParameterValue($"The message attribute '{name}' must contain non-empty message attribute value.");
            result.Add(name, new(value.Text("DataType") ?? "", value.Text("StringValue"), Binary(name, value.Text("BinaryValue"))));
        }

        return result;
    }

    private static ReadOnlyMemory<byte>? Binary(string name, string? base64)
    {
        if (base64 is null)
        {
            return null;
        }

        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length)
            ? bytes.AsMemory(0, length)
            : throw SqsErrors.InvalidParameterValue($"The message attribute '{name}' must hold its binary value in Base64.");
    }
}

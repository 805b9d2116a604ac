using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace SensorWatch.Functions.Changes;

/// <summary>
/// Reads an item's image, in which each value is an object that names its type, <c>{"S": "text"}</c>:
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
/// </summary>
internal static class ItemImage
{
    /// <exception cref="InvalidDataException">It is no image of an item.</exception>
    public static Dictionary<string, AttributeValue> Read(JsonElement image) => image.ValueKind == JsonValueKind.Object
        ? image.EnumerateObject().ToDictionary(member => member.Name, member => ReadValue(member.Value))
        : throw new InvalidDataException($"Expected an item's image, which is an object; got {image.ValueKind}.");

    private static AttributeValue ReadValue(JsonElement typed)
    {
        if (typed.ValueKind != JsonValueKind.Object || typed.GetPropertyCount() != 1)
        {
            throw Unknown(typed);
        }

        var member = typed.EnumerateObject().First();
        try
        {
            return (member.Name, member.Value.ValueKind) switch
            {
                ("S", JsonValueKind.String) => new() { S = member.Value.GetString() },
                ("N", JsonValueKind.String) => new() { N = member.Value.GetString() },
                ("B", JsonValueKind.String) => new() { B = new(member.Value.GetBytesFromBase64()) },
                ("BOOL", JsonValueKind.True or JsonValueKind.False) => new() { BOOL = member.Value.GetBoolean() },
                ("NULL", JsonValueKind.True) => new() { NULL = true },
                ("M", JsonValueKind.Object) => new() { M = Read(member.Value) },
                ("L", JsonValueKind.Array) => new() { L = [.. member.Value.EnumerateArray().Select(ReadValue)] },
                ("SS", JsonValueKind.Array) => new() { SS = [.. member.Value.EnumerateArray().Select(value => value.GetString()!)] },
                ("NS", JsonValueKind.Array) => new() { NS = [.. member.Value.EnumerateArray().Select(value => value.GetString()!)] },
                ("BS", JsonValueKind.Array) => new() { BS = [.. member.Value.EnumerateArray().Select(value => new MemoryStream(value.GetBytesFromBase64()))] },
                _ => throw Unknown(typed),
            };
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            throw Unknown(typed, exception);
        }
    }

    private static InvalidDataException Unknown(JsonElement value, Exception? innerException = null)
    {
        var text = value.GetRawText();
        return new($"Expected an attribute's value, such as {{\"S\": \"text\"}}; got {(text.Length <= 80 ? text : $"{text[..80]}…")}.", innerException);
    }
}

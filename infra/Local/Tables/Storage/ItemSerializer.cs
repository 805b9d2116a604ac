using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Storage;

/// <summary>
/// An item as it lies in the database: DynamoDB's JSON in UTF-8, so that <c>sqlite3</c> shows what is stored. It reads
/// only what it has written, and so checks nothing again.
/// </summary>
internal static class ItemSerializer
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 256 };
    private static readonly JsonWriterOptions WriterOptions = new() { SkipValidation = true };

    public static byte[] Serialize(MapValue item)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            WriteMap(writer, item);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static MapValue Deserialize(ReadOnlySpan<byte> stored)
    {
        var reader = new Utf8JsonReader(stored, ReaderOptions);
        reader.Read();
        return ReadMap(ref reader);
    }

    private static void WriteMap(Utf8JsonWriter writer, MapValue map)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in map.Attributes)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, AttributeValue value)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(value.Type);
        WriteContent(writer, value);
        writer.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter writer, AttributeValue value)
    {
        switch (value)
        {
            case StringValue text:
                writer.WriteStringValue(text.Value);
                break;
            case NumberValue number:
                writer.WriteStringValue(number.Value.ToString());
                break;
            case BinaryValue binary:
                writer.WriteBase64StringValue(binary.Value);
                break;
            case BooleanValue boolean:
                writer.WriteBooleanValue(boolean.Value);
                break;
            case MapValue map:
                WriteMap(writer, map);
                break;
            case ListValue list:
                WriteArray(writer, list.Elements, WriteValue);
                break;
            case SetValue set:
                WriteArray(writer, set.Members, WriteContent);
                break;
            default:
                writer.WriteBooleanValue(true);
                break;
        }
    }

    private static void WriteArray(
        Utf8JsonWriter writer,
        IReadOnlyList<AttributeValue> elements,
        Action<Utf8JsonWriter, AttributeValue> write)
    {
        writer.WriteStartArray();
        foreach (var element in elements)
        {
            write(writer, element);
        }

        writer.WriteEndArray();
    }

    private static MapValue ReadMap(ref Utf8JsonReader reader)
    {
        var attributes = new Dictionary<string, AttributeValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            attributes.Add(name, ReadValue(ref reader));
        }

        return new(attributes);
    }

    private static AttributeValue ReadValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        var type = reader.GetString()!;
        reader.Read();
        var value = ReadContent(type, ref reader);
        reader.Read();
        return value;
    }

    private static AttributeValue ReadContent(string type, ref Utf8JsonReader reader) => type switch
    {
        "S" => new StringValue(reader.GetString()!),
        "N" => new NumberValue(DynamoNumber.Parse(reader.GetString()!)),
        "B" => new BinaryValue(reader.GetBytesFromBase64()),
        "BOOL" => new BooleanValue(reader.GetBoolean()),
        "NULL" => NullValue.Instance,
        "M" => ReadMap(ref reader),
        "L" => new ListValue(ReadList(ref reader)),
        "SS" or "NS" or "BS" => new SetValue(type[..1], ReadMembers(type[..1], ref reader)),
        _ => throw new UnreachableException($"The database holds an attribute value of the unknown type {type}."),
    };

    private static List<AttributeValue> ReadList(ref Utf8JsonReader reader)
    {
        var elements = new List<AttributeValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements.Add(ReadValue(ref reader));
        }

        return elements;
    }

    private static List<AttributeValue> ReadMembers(string memberType, ref Utf8JsonReader reader)
    {
        var members = new List<AttributeValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            members.Add(ReadContent(memberType, ref reader));
        }

        return members;
    }
}

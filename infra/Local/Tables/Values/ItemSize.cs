using System.Text;

namespace SensorWatch.Local.Tables.Values;

/// <summary>
/// What values weigh, in bytes, by DynamoDB's rules: for the limit of 400 KB an item, for pages, and for capacity units.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
/// </summary>
internal static class ItemSize
{
    /// <summary>An item may weigh 400 KB.</summary>
    public const int Maximum = 400 * 1024;

    private const int DocumentOverhead = 3;
    private const int ElementOverhead = 1;

    public static int Of(MapValue item) => item.Attributes.Sum(attribute => Utf8(attribute.Key) + Of(attribute.Value));

    private static int Of(AttributeValue value) => value switch
    {
        StringValue text => Utf8(text.Value),
        NumberValue number => ((number.Value.Digits + 1) / 2) + 1,
        BinaryValue binary => binary.Value.Length,
        ListValue list => DocumentOverhead + list.Elements.Sum(element => ElementOverhead + Of(element)),
        MapValue map => DocumentOverhead + (ElementOverhead * map.Attributes.Count) + Of(map),
        SetValue set => set.Members.Sum(Of),
        _ => 1,
    };

    private static int Utf8(string text) => Encoding.UTF8.GetByteCount(text);
}

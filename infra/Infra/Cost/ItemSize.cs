using System.Text;
using Amazon.DynamoDBv2.Model;

namespace SensorWatch.Infra.Cost;

/// <summary>
/// How much DynamoDB charges an item for. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html:
/// UTF-8 bytes of names and texts; a number has a byte for two significant digits and one more; a list or map has three
/// bytes and one for each element.
/// </summary>
internal static class ItemSize
{
    /// <summary>Bytes of each attribute with its name.</summary>
    public static Dictionary<string, double> Of(IReadOnlyDictionary<string, AttributeValue> item) =>
        item.ToDictionary(attribute => attribute.Key, attribute => (double)(TextBytes(attribute.Key) + Of(attribute.Value)));

    private static int Of(AttributeValue value) => value switch
    {
        { S: { } text } => TextBytes(text),
        { N: { } number } => NumberBytes(number),
        { B: { } bytes } => (int)bytes.Length,
        { SS: { Count: > 0 } texts } => texts.Sum(TextBytes),
        { L: { Count: > 0 } list } => 3 + list.Sum(element => 1 + Of(element)),
        { M: { } map } => 3 + map.Sum(member => 1 + TextBytes(member.Key) + Of(member.Value)),
        _ => 1,
    };

    private static int TextBytes(string text) => Encoding.UTF8.GetByteCount(text);

    private static int NumberBytes(string number)
    {
        var mantissa = number.TrimStart('-').Split('E', 'e')[0];
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        var significant = (mantissa.Contains('.', StringComparison.Ordinal) ? digits.TrimEnd('0') : digits).Length;
        return 1 + ((significant + 1) / 2) + (number.StartsWith('-') ? 1 : 0);
    }
}

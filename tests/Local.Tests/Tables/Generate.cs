using CsCheck;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tests.Tables;

/// <summary>Random values of every kind.</summary>
internal static class Generate
{
    private static readonly string[] Characters = ["a", "b", "\0", "é", "\uFFFD", "\uE000", "😀", "𐀀", "z"];

    /// <summary>Decimal notation, with and without point and exponent, within DynamoDB's range.</summary>
    public static readonly Gen<string> NumberText = Gen.Select(
        Gen.Bool,
        Gen.Char['0', '9'].Array[1, 38],
        Gen.Int[0, 38],
        Gen.Int[-90, 80],
        (negative, digits, point, exponent) =>
        {
            var text = new string(digits);
            var at = Math.Min(point, digits.Length);
            return $"{(negative ? "-" : "")}{text[..at]}.{text[at..]}e{exponent}";
        });

    public static readonly Gen<DynamoNumber> Number = Gen.OneOf(
        NumberText.Select(DynamoNumber.Parse),
        Gen.Long.Select(DynamoNumber.FromInt64),
        Gen.Long[-20, 20].Select(DynamoNumber.FromInt64));

    /// <summary>Text with characters of one to four bytes, and no halves of surrogate pairs.</summary>
    public static readonly Gen<string> Text =
        Gen.Int[0, Characters.Length - 1].Select(i => Characters[i]).Array[0, 6].Select(string.Concat);

    public static readonly Gen<byte[]> Bytes = Gen.Byte.Array[0, 8];

    public static readonly Gen<AttributeValue> Scalar = Gen.OneOf<AttributeValue>(
        Text.Select(text => (AttributeValue)new StringValue(text)),
        Number.Select(number => (AttributeValue)new NumberValue(number)),
        Bytes.Select(bytes => (AttributeValue)new BinaryValue(bytes)),
        Gen.Bool.Select(flag => (AttributeValue)new BooleanValue(flag)),
        Gen.Const((AttributeValue)NullValue.Instance));

    public static readonly Gen<AttributeValue> Value = Gen.Recursive<AttributeValue>((depth, inner) => depth > 3
        ? Scalar
        : Gen.Frequency(
            (5, Scalar),
            (1, Set("S", Text.Select(text => (AttributeValue)new StringValue(text)))),
            (1, Set("N", Number.Select(number => (AttributeValue)new NumberValue(number)))),
            (1, Set("B", Bytes.Select(bytes => (AttributeValue)new BinaryValue(bytes)))),
            (1, inner.Array[0, 3].Select(elements => (AttributeValue)new ListValue(elements))),
            (1, Map(inner).Select(map => (AttributeValue)map))));

    public static readonly Gen<MapValue> Item = Map(Value);

    private static Gen<AttributeValue> Set(string type, Gen<AttributeValue> member) =>
        member.Array[1, 4].Select(members => (AttributeValue)new SetValue(type, members.Distinct().ToArray()));

    private static Gen<MapValue> Map(Gen<AttributeValue> value) =>
        Gen.Dictionary(Text, value)[0, 4].Select(attributes => new MapValue(attributes));
}

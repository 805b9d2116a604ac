using System.Text;
using CsCheck;
using SensorWatch.Local.Tables.Storage;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tests.Tables.Storage;

public sealed class KeyEncodingTests
{
    [Fact]
    public void Encoded_numbers_have_the_order_of_the_numbers() =>
        KeepsOrder(Generate.Number.Select(number => (AttributeValue)new NumberValue(number)));

    [Fact]
    public void Encoded_strings_have_the_order_of_the_strings() =>
        KeepsOrder(Generate.Text.Select(text => (AttributeValue)new StringValue(text)));

    [Fact]
    public void Encoded_binaries_have_the_order_of_the_binaries() =>
        KeepsOrder(Generate.Bytes.Select(bytes => (AttributeValue)new BinaryValue(bytes)));

    [Fact]
    public void Strings_are_ordered_by_their_UTF8_bytes() => Gen.Select(Generate.Text, Generate.Text).Sample((a, b) =>
        Math.Sign(AttributeValueOrder.Compare(new StringValue(a), new StringValue(b))!.Value)
            .ShouldBe(Math.Sign(Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)))));

    [Theory]
    [InlineData(new byte[] { 1, 2 }, new byte[] { 1, 3 })]
    [InlineData(new byte[] { 1, 0xFF }, new byte[] { 2 })]
    [InlineData(new byte[] { 0xFF, 0xFF }, null)]
    [InlineData(new byte[] { }, null)]
    public void The_end_of_a_prefix_is_the_first_key_after_all_that_begin_with_it(byte[] prefix, byte[]? end) =>
        KeyEncoding.EndOfPrefix(prefix).ShouldBe(end);

    [Fact]
    public void Stored_items_read_back_equal() =>
        Generate.Item.Sample(item => ItemSerializer.Deserialize(ItemSerializer.Serialize(item)).ShouldBe(item));

    private static void KeepsOrder(Gen<AttributeValue> values) => Gen.Select(values, values).Sample((a, b) =>
    {
        var encoded = KeyEncoding.Encode(a).AsSpan().SequenceCompareTo(KeyEncoding.Encode(b));
        Math.Sign(encoded).ShouldBe(Math.Sign(AttributeValueOrder.Compare(a, b)!.Value));
    });
}

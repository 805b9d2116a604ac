using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tests.Tables.Values;

public sealed class ItemSizeTests
{
    [Theory]
    [InlineData("""{"a": {"S": "x"}}""", 2)]
    [InlineData("""{"é": {"S": "😀"}}""", 6)]
    [InlineData("""{"a": {"B": "AAAA"}}""", 4)]
    [InlineData("""{"a": {"N": "0"}}""", 2)]
    [InlineData("""{"a": {"N": "1"}}""", 3)]
    [InlineData("""{"a": {"N": "-123.40"}}""", 4)]
    [InlineData("""{"a": {"BOOL": true}}""", 2)]
    [InlineData("""{"a": {"NULL": true}}""", 2)]
    [InlineData("""{"a": {"L": []}}""", 4)]
    [InlineData("""{"a": {"M": {}}}""", 4)]
    [InlineData("""{"a": {"L": [{"S": "x"}]}}""", 6)]
    [InlineData("""{"a": {"M": {"b": {"S": "x"}}}}""", 7)]
    [InlineData("""{"a": {"SS": ["x", "yz"]}}""", 4)]
    [InlineData("""{"a": {"NS": ["1", "2"]}}""", 5)]
    public void Values_weigh_what_DynamoDB_says(string item, int bytes) =>
        ItemSize.Of(AttributeValueReader.ReadMap(JsonNode.Parse(item)!.AsObject())).ShouldBe(bytes);
}

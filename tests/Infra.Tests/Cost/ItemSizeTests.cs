using Amazon.DynamoDBv2.Model;
using SensorWatch.Infra.Cost;

namespace SensorWatch.Infra.Tests.Cost;

public sealed class ItemSizeTests
{
    /// <summary>Sizes by DynamoDB's rules, the name <c>a</c> of one byte included.</summary>
    public static TheoryData<AttributeValue, double> Values { get; } = new()
    {
        { new() { S = "Grün" }, 1 + 5 },
        { new() { N = "0" }, 1 + 1 },
        { new() { N = "27" }, 1 + 2 },
        { new() { N = "-27" }, 1 + 3 },
        { new() { N = "461" }, 1 + 3 },
        { new() { N = "20.5" }, 1 + 3 },
        { new() { N = "0.005" }, 1 + 2 },
        { new() { B = new MemoryStream(new byte[16]) }, 1 + 16 },
        { new() { SS = ["ab", "c"] }, 1 + 3 },
        { new() { L = [new() { N = "27" }, new() { S = "xy" }] }, 1 + 3 + (1 + 2) + (1 + 2) },
        { new() { M = new() { ["b"] = new() { S = "xy" } } }, 1 + 3 + (1 + 1 + 2) },
        { new() { NULL = true }, 1 + 1 },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void An_attribute_is_as_large_as_DynamoDB_counts_it(AttributeValue value, double bytes) =>
        ItemSize.Of(new Dictionary<string, AttributeValue> { ["a"] = value })["a"].ShouldBe(bytes);
}

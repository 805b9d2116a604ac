using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tests.Tables.Values;

public sealed class AttributeValueReaderTests
{
    private const string Invalid = "One or more parameter values were invalid: ";

    [Theory]
    [InlineData("{}", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData("""{"x": "a"}""", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData("""{"M": {"a": {}}}""", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData(
        """{"S": "a", "N": "1"}""",
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes")]
    [InlineData("""{"NULL": false}""", Invalid + "Null attribute value types must have the value of true")]
    [InlineData("""{"SS": []}""", Invalid + "An string set  may not be empty")]
    [InlineData("""{"NS": []}""", Invalid + "An number set  may not be empty")]
    [InlineData("""{"BS": []}""", Invalid + "Binary sets should not be empty")]
    [InlineData("""{"SS": ["a", "a"]}""", Invalid + "Input collection [a, a] contains duplicates.")]
    [InlineData("""{"BS": ["Yg==", "Yg=="]}""", Invalid + "Input collection [Yg==, Yg==]of type BS contains duplicates.")]
    [InlineData("""{"NS": ["1", "1.0"]}""", "Input collection contains duplicates")]
    public void Invalid_values_are_refused_in_DynamoDBs_words(string json, string message)
    {
        var error = Should.Throw<AwsException>(() => AttributeValueReader.Read(JsonNode.Parse(json)));
        error.Code.ShouldBe("com.amazon.coral.validate#ValidationException");
        error.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("""{"S": 1}""")]
    [InlineData("""{"N": 1}""")]
    [InlineData("""{"B": "***"}""")]
    [InlineData("""{"BOOL": "true"}""")]
    [InlineData("""{"L": {}}""")]
    [InlineData("""{"M": []}""")]
    [InlineData("""{"S": "\ud800"}""")]
    [InlineData("\"text\"")]
    public void JSON_of_the_wrong_shape_is_a_SerializationException(string json) =>
        Should.Throw<AwsException>(() => AttributeValueReader.Read(JsonNode.Parse(json)))
            .Code.ShouldBe("com.amazon.coral.service#SerializationException");

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Values_nest_up_to_32_levels(int levels, bool accepted)
    {
        JsonNode value = new JsonObject { ["S"] = "leaf" };
        for (var i = 1; i < levels; i++)
        {
            value = i % 2 == 0 ? new JsonObject { ["L"] = new JsonArray(value) } : new JsonObject { ["M"] = new JsonObject { ["n"] = value } };
        }

        if (accepted)
        {
            AttributeValueReader.Read(value);
        }
        else
        {
            Should.Throw<AwsException>(() => AttributeValueReader.Read(value)).Message.ShouldStartWith("Nesting Levels have exceeded");
        }
    }

    [Fact]
    public void What_is_written_reads_back_equal() => Generate.Item.Sample(item =>
    {
        var json = JsonNode.Parse(AttributeValueWriter.ToJson(item).ToJsonString(), documentOptions: new JsonDocumentOptions { MaxDepth = 256 });
        AttributeValueReader.ReadMap(json!.AsObject()).ShouldBe(item);
    });

    [Fact]
    public void Sets_are_equal_whatever_their_order() =>
        AttributeValueReader.Read(JsonNode.Parse("""{"NS": ["1", "2.0"]}"""))
            .ShouldBe(AttributeValueReader.Read(JsonNode.Parse("""{"NS": ["2", "1"]}""")));
}

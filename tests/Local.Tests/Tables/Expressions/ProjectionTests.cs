using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Tables.Expressions;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tests.Tables.Expressions;

public sealed class ProjectionTests
{
    private const string Item =
        """
        {"id": {"S": "a"}, "name": {"S": "n"}, "l": {"L": [{"S": "0"}, {"S": "1"}, {"S": "2"}]}, "d": {"M": {"x": {"N": "1"}, "y": {"N": "2"}}}}
        """;

    [Theory]
    [InlineData("id", """{"id": {"S": "a"}}""")]
    [InlineData("id, #n", """{"id": {"S": "a"}, "name": {"S": "n"}}""")]
    [InlineData("d.x", """{"d": {"M": {"x": {"N": "1"}}}}""")]
    [InlineData("l[2], l[0]", """{"l": {"L": [{"S": "0"}, {"S": "2"}]}}""")]
    [InlineData("gone, l[7], d.z, id.x", "{}")]
    public void A_projection_keeps_what_it_names(string expression, string expected) =>
        AttributeValueWriter.ToJson(Parse(expression).Apply(AttributeValueReader.ReadMap(JsonNode.Parse(Item)!.AsObject()))).ShouldBeJson(expected);

    [Theory]
    [InlineData("name", "Attribute name is a reserved keyword; reserved keyword: name")]
    [InlineData("id,", "Syntax error; token: \"<EOF>\", near: \",\"")]
    [InlineData("d, d.x", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [d], path two: [d, x]")]
    public void These_are_refused_in_DynamoDBs_words(string expression, string message) =>
        Should.Throw<AwsException>(() => Parse(expression)).Message.ShouldBe($"Invalid ProjectionExpression: {message}");

    private static Projection Parse(string expression) =>
        Projection.Parse(expression, Placeholders.Read(JsonNode.Parse("""{"#n": "name"}""")!.AsObject(), null));
}

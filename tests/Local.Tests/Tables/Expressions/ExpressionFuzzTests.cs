using System.Text.Json.Nodes;
using CsCheck;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Tables.Expressions;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tests.Tables.Expressions;

/// <summary>Whatever is written as an expression: it is read and evaluated, or refused with an error of the service.</summary>
public sealed class ExpressionFuzzTests
{
    private static readonly string[] Pieces =
    [
        "n", "doc", "doc.x", "lst[0]", "lst[9]", "#a", ":n", ":s", ":l", ":ss", ":undefined", "=", "<>", "<", ">=", "(", ")", ",", "+", "-", ".", "[", "]",
        "AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE", "size(", "contains(", "attribute_exists(", "attribute_type(", "begins_with(",
        "if_not_exists(", "list_append(", "nope(", "7", "\"", "name", "😀",
    ];

    private static readonly JsonObject Names = JsonNode.Parse("""{"#a": "tags"}""")!.AsObject();
    private static readonly JsonObject Values =
        JsonNode.Parse("""{":n": {"N": "1"}, ":s": {"S": "S"}, ":l": {"L": []}, ":ss": {"SS": ["a"]}}""")!.AsObject();

    private static readonly MapValue Item = AttributeValueReader.ReadMap(JsonNode.Parse(
        """{"n": {"N": "1"}, "doc": {"M": {"x": {"S": "y"}}}, "lst": {"L": [{"N": "1"}]}, "tags": {"SS": ["a"]}}""")!.AsObject());

    private static readonly Gen<string> Expression =
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[1, 12].Select(pieces => string.Join(' ', pieces));

    [Fact]
    public void Conditions() => Expression.Sample(
        text => Try(() => ConditionParser.Parse("FilterExpression", text, Read()).Matches(Item)), iter: 20_000);

    [Fact]
    public void Updates() => Expression.Sample(text => Try(() => UpdateParser.Parse($"SET n = {text}", Read()).Apply(Item)), iter: 20_000);

    [Fact]
    public void Projections() => Expression.Sample(text => Try(() => Projection.Parse(text, Read()).Apply(Item)), iter: 20_000);

    [Fact]
    public void Key_conditions() => Expression.Sample(
        text => Try(() => KeyCondition.Parse($"n = :n AND {text}", Read(), new(new("n", "N"), new("doc", "S")))), iter: 20_000);

    private static Placeholders Read() => Placeholders.Read(Names, Values);

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (AwsException refused)
        {
            refused.Code.ShouldBe("com.amazon.coral.validate#ValidationException");
            refused.Message.ShouldNotBeEmpty();
        }
    }
}

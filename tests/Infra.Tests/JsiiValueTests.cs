using System.Text.Json.Nodes;

namespace SensorWatch.Infra.Tests;

public sealed class JsiiValueTests
{
    [Fact]
    public void JSON_becomes_what_CDK_takes()
    {
        var json = JsonNode.Parse("""{"a": ["x", 1, 2.5, true, {"b": false}]}""")!;

        var value = JsiiValue.From(json).ShouldBeOfType<Dictionary<string, object>>();

        value["a"].ShouldBeOfType<object[]>().ShouldBe(["x", 1.0, 2.5, true, new Dictionary<string, object> { ["b"] = false }]);
    }

    [Theory]
    [InlineData("""{"a": null}""")]
    [InlineData("""[null]""")]
    public void A_null_that_CDK_would_drop_is_refused(string json) =>
        Should.Throw<ArgumentException>(() => JsiiValue.From(JsonNode.Parse(json)!)).Message.ShouldContain("null has no place in a template");
}

using System.Text.Json;
using SensorWatch.Templates.Patterns;

namespace SensorWatch.Templates.Tests.Patterns;

public class RuleSetTests
{
    [Fact]
    public void Rules_come_once_each_and_in_the_order_in_which_they_were_given() => Matching(
        """{"source":"shop","type":["x","y"]}""",
        """{"type":["y","x"]}""",
        """{"source":["bank"]}""",
        """{"$or":[{"source":["shop"]},{"type":["x"]}]}""",
        """{"source":[{"prefix":"sh"}]}""",
        """{"gone":[{"exists":false}]}""").ShouldBe([0, 2, 3, 4]);

    [Theory]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("null")]
    public void What_is_no_object_matches_no_rule(string @event) => Matching(@event, """{"a":[{"exists":false}]}""").ShouldBeEmpty();

    [Fact]
    public void A_set_without_rules_matches_nothing() => Matching("""{"a":1}""").ShouldBeEmpty();

    [Theory]
    [InlineData("""{"a":["\u0041"]}""", """{"\u0061":"A"}""")]
    [InlineData("""{"a.b":[1]}""", """{"a\u002eb":1.0}""")]
    [InlineData("""{"a":[-0]}""", """{"a":0e5}""")]
    [InlineData("""{"a":["::1"]}""", """{"a":["x","0:0::1"]}""")]
    [InlineData("""{"a":[{"wildcard":"*end"}]}""", """{"a":"the end"}""")]
    [InlineData("""{"a":[{"wildcard":"*"}]}""", """{"a":""}""")]
    [InlineData("""{"a":[{"prefix":""}]}""", """{"a":""}""")]
    public void What_is_written_differently_is_found_all_the_same(string pattern, string @event) => Matching(@event, pattern).ShouldBe([0]);

    [Fact]
    public void A_long_key_is_a_key_like_any_other()
    {
        var key = new string('k', 1_000);
        Matching($$"""{"{{key}}":1}""", $$"""{"{{key}}":[1]}""", $$"""{"{{key}}x":[1]}""").ShouldBe([0]);
    }

    private static IReadOnlyList<int> Matching(string @event, params string[] patterns)
    {
        using var document = JsonDocument.Parse(@event);
        return new RuleSet<int>(patterns.Select((pattern, number) => (EventPattern.Parse(pattern), number))).Matching(document.RootElement);
    }
}

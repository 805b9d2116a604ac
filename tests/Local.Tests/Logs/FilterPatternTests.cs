using CsCheck;
using SensorWatch.Local.Logs;

namespace SensorWatch.Local.Tests.Logs;

public class FilterPatternTests
{
    private const string Line = """{"level":"Error","status":503,"ok":false,"user":null,"names":["ann","bo"],"a.b":"x","inner":{"path":"/readings/7"}}""";

    [Theory]
    [InlineData("", true)]
    [InlineData("readings stored", true)]
    [InlineData("stored readings", true)]
    [InlineData("Stored", false)]
    [InlineData("\"12 readings\"", true)]
    [InlineData("\"readings 12\"", false)]
    [InlineData("\"say \\\"hi\\\"\"", true)]
    [InlineData("?lost ?stored", true)]
    [InlineData("?lost ?found", false)]
    [InlineData("readings -stored", false)]
    [InlineData("-lost", true)]
    [InlineData("readings ?lost", true)]
    public void Terms_say_what_a_message_has_and_has_not(string pattern, bool matches) =>
        FilterPattern.Compile(pattern)("""12 readings stored, say "hi".""").ShouldBe(matches);

    [Theory]
    [InlineData("""{ $.level = "Error" }""", true)]
    [InlineData("""{$.level=Error}""", true)]
    [InlineData("""{ $.level = "error" }""", false)]
    [InlineData("""{ $.level != "Info" }""", true)]
    [InlineData("""{ $.missing != "Info" }""", false)]
    [InlineData("""{ $.level = "Err*" }""", true)]
    [InlineData("""{ $.level = "Err?r" }""", false)]
    [InlineData("""{ $.status >= 500 && $.status < 6e2 }""", true)]
    [InlineData("""{ $.status = 503.0 }""", true)]
    [InlineData("""{ $.status = "503" }""", true)]
    [InlineData("""{ $.status > 503 || $.ok IS FALSE }""", true)]
    [InlineData("""{ $.status > 503 || $.ok IS TRUE }""", false)]
    [InlineData("""{ $.status > 503 && $.ok IS FALSE || $.user IS NULL }""", true)]
    [InlineData("""{ $.status > 503 && ($.ok IS FALSE || $.user IS NULL) }""", false)]
    [InlineData("""{ $.user EXISTS }""", true)]
    [InlineData("""{ $.missing NOT EXISTS }""", true)]
    [InlineData("""{ $.names[1] = "bo" }""", true)]
    [InlineData("""{ $.names[2] = "bo" }""", false)]
    [InlineData("""{ $.['a.b'] = "x" }""", true)]
    [InlineData("""{ $.inner.path = "*readings*" }""", true)]
    public void A_json_pattern_looks_at_the_properties_of_a_message(string pattern, bool matches)
    {
        FilterPattern.Compile(pattern)(Line).ShouldBe(matches);
        FilterPattern.Compile(pattern)("not json").ShouldBeFalse();
        FilterPattern.Compile(pattern)("{ not json").ShouldBeFalse();
    }

    [Theory]
    [InlineData("[ip, user]", "space-delimited")]
    [InlineData("%ERR.*%", "regular expressions")]
    [InlineData("{ $.a = %x% }", "regular expressions")]
    [InlineData("a-b", "double quotes")]
    [InlineData("\"open", "not closed")]
    [InlineData("ERROR -", "a term is missing")]
    [InlineData("{ $.a = 1", "'}' is expected")]
    [InlineData("{ $.a = 1 } x", "the end is expected")]
    [InlineData("{ level = 1 }", "property selector")]
    [InlineData("{ $.a ~ 1 }", "an operator")]
    [InlineData("{ $.a > \"x\" }", "compares numbers")]
    [InlineData("{ $.a IS MAYBE }", "TRUE, FALSE or NULL")]
    [InlineData("{ $.a[x] = 1 }", "neither an index")]
    public void What_is_wrong_or_not_supported_is_named(string pattern, string reason) =>
        Should.Throw<FormatException>(() => FilterPattern.Compile(pattern)).Message.ShouldContain(reason);

    [Fact]
    public void No_text_breaks_the_parser() => Gen.OneOf(Gen.String, Gen.String["{}$.[]'\"=<>!&|() *?-%aE1NOTEXISTSNULL\\"].Select(text => $"{{ {text} }}")).Sample(pattern =>
    {
        try
        {
            FilterPattern.Compile(pattern)(Line);
        }
        catch (FormatException refused)
        {
            refused.Message.ShouldNotBeEmpty();
        }
    });
}

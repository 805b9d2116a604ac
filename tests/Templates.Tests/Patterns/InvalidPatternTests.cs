using SensorWatch.Templates.Patterns;

namespace SensorWatch.Templates.Tests.Patterns;

public class InvalidPatternTests
{
    [Theory]
    [InlineData("[]", "Filter is not an object", "$")]
    [InlineData("\"x\"", "Filter is not an object", "$")]
    [InlineData("{}", "Empty objects are not allowed", "$")]
    [InlineData("""{"a": {}}""", "Empty objects are not allowed", "$.a")]
    [InlineData("""{"a": []}""", "Empty arrays are not allowed", "$.a")]
    [InlineData("""{"a": 5}""", "\"a\" must be an object or an array", "$.a")]
    [InlineData("""{"a": {"b": "x"}}""", "\"b\" must be an object or an array", "$.a.b")]
    [InlineData("""{"a": [[1]]}""", "Match value must be String, number, true, false, or null", "$.a[0]")]
    [InlineData("""{"$or": [{"a": [1]}]}""", "Unrecognized match type a", "$.$or[0]")]
    [InlineData("""{"$or": [{"a": [1]}, {}]}""", "Empty objects are not allowed", "$.$or[1]")]
    [InlineData("""{"$or": [{"a": [1]}, {"b": [{"pre": "x"}]}]}""", "Unrecognized match type pre", "$.$or[1].b[0]")]
    public void A_pattern_that_is_no_tree_of_fields_is_refused(string pattern, string reason, string path) => Check(pattern, reason, path);

    [Theory]
    [InlineData("{}", "Match expression name not found", "")]
    [InlineData("""{"EXISTS": true}""", "Unrecognized match type EXISTS", "")]
    [InlineData("""{"prefix": "a", "suffix": "b"}""", "Only one key allowed in match expression", "")]
    [InlineData("""{"numeric": ["=", 1], "suffix": "b"}""", "Too many elements in numeric expression", "")]
    [InlineData("""{"exists": 1}""", "exists match pattern must be either true or false.", ".exists")]
    [InlineData("""{"exactly": 1}""", "exact match pattern must be a string", ".exactly")]
    [InlineData("""{"prefix": 1}""", "prefix match pattern must be a string", ".prefix")]
    [InlineData("""{"prefix": ["a"]}""", "prefix match pattern must be a string", ".prefix")]
    [InlineData("""{"prefix": {}}""", "Prefix expression name not found", ".prefix")]
    [InlineData("""{"prefix": {"wildcard": "a"}}""", "Unsupported prefix pattern: wildcard", ".prefix")]
    [InlineData("""{"prefix": {"equals-ignore-case": 1}}""", "equals-ignore-case match pattern must be a string", ".prefix.equals-ignore-case")]
    [InlineData("""{"suffix": ["a"]}""", "suffix match pattern must be a string", ".suffix")]
    [InlineData("""{"suffix": {"prefix": "a"}}""", "Unsupported suffix pattern: prefix", ".suffix")]
    [InlineData("""{"equals-ignore-case": ["a"]}""", "equals-ignore-case match pattern must be a string", ".equals-ignore-case")]
    [InlineData("""{"wildcard": ["a"]}""", "wildcard match pattern must be a string", ".wildcard")]
    [InlineData("""{"wildcard": "a**b"}""", "Consecutive wildcard characters at pos 2", ".wildcard")]
    [InlineData("""{"wildcard": "ä**"}""", "Consecutive wildcard characters at pos 3", ".wildcard")]
    [InlineData("""{"wildcard": "a\\b"}""", "Invalid escape character at pos 2", ".wildcard")]
    [InlineData("""{"wildcard": "a\\"}""", "Invalid escape character at pos 2", ".wildcard")]
    [InlineData("\"\\ud800\"", "Match value is not valid Unicode", "")]
    public void An_operator_with_a_wrong_operand_is_refused(string value, string reason, string at) => CheckValue(value, reason, at);

    [Theory]
    [InlineData("true", "Value of anything-but must be an array or single string/number value.", "")]
    [InlineData("null", "Value of anything-but must be an array or single string/number value.", "")]
    [InlineData("[]", "Inside anything but list, either all values are number or string, mixed type is not supported", "")]
    [InlineData("""["a", 1]""", "Inside anything but list, either all values are number or string, mixed type is not supported", "")]
    [InlineData("[null]", "Inside anything but list, start|null|boolean is not supported.", "")]
    [InlineData("[true]", "Inside anything but list, start|null|boolean is not supported.", "")]
    [InlineData("9007199254740993", "Cannot compare number : 9007199254740993", "")]
    [InlineData("{}", "Anything-But expression name not found", "")]
    [InlineData("""{"numeric": ["=", 1]}""", "Unsupported anything-but pattern: numeric", "")]
    [InlineData("""{"cidr": "10.0.0.0/8"}""", "Unsupported anything-but pattern: cidr", "")]
    [InlineData("""{"prefix": "a", "suffix": "b"}""", "Too many elements in numeric expression", "")]
    [InlineData("""{"prefix": ""}""", "Null prefix/suffix not allowed", ".prefix")]
    [InlineData("""{"suffix": ["a", ""]}""", "Null prefix/suffix not allowed", ".suffix")]
    [InlineData("""{"prefix": 1}""", "prefix/suffix match pattern must be a string", ".prefix")]
    [InlineData("""{"prefix": []}""", "Empty arrays are not allowed", "")]
    [InlineData("""{"prefix": {"equals-ignore-case": "a"}}""", "Value of anything-but must be an array or single string/number value.", "")]
    [InlineData("""{"equals-ignore-case": [1]}""", "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.", ".equals-ignore-case")]
    [InlineData("""{"wildcard": 1}""", "wildcard match pattern must be a string", ".wildcard")]
    [InlineData("""{"wildcard": "**"}""", "Consecutive wildcard characters at pos 1", ".wildcard")]
    public void Anything_but_with_a_wrong_operand_is_refused(string operand, string reason, string at) =>
        CheckValue($$"""{"anything-but": {{operand}}}""", reason, $".anything-but{at}");

    [Theory]
    [InlineData("5", "Value of numeric must be an array.")]
    [InlineData("[]", "Invalid member in numeric match: ]")]
    [InlineData("[5]", "Invalid member in numeric match: 5")]
    [InlineData("""["!=", 5]""", "Unrecognized numeric range operator: !=")]
    [InlineData("""["="]""", "Value of equals must be numeric")]
    [InlineData("""["<", "5"]""", "Value of < must be numeric")]
    [InlineData("""["<", 5, ">", 1]""", "Too many elements in numeric expression")]
    [InlineData("""["=", 5, "<", 6]""", "Too many elements in numeric expression")]
    [InlineData("""[">", 5, ">", 1]""", "Bad numeric range operator: >")]
    [InlineData("""[">", 5, 6]""", "Bad value in numeric range: 6")]
    [InlineData("""[">", 0, "<"]""", "Value of < must be numeric")]
    [InlineData("""[">", 0, "<", 1, "<", 2]""", "Too many terms in numeric range expression")]
    [InlineData("""[">=", 5, "<=", 5]""", "Bottom must be less than top")]
    [InlineData("""[">", 6, "<", 5]""", "Bottom must be less than top")]
    [InlineData("""["=", 9007199254740993]""", "Cannot compare number : 9007199254740993")]
    [InlineData("""["<", 1e400]""", "Cannot compare number : 1e400")]
    public void Numeric_with_a_wrong_operand_is_refused(string operand, string reason) =>
        CheckValue($$"""{"numeric": {{operand}}}""", reason, ".numeric");

    [Theory]
    [InlineData("5", "prefix match pattern must be a string")]
    [InlineData("\"10.0.0.0\"", "Malformed CIDR, one '/' required")]
    [InlineData("\"10.0.0.0/\"", "Malformed CIDR, one '/' required")]
    [InlineData("\"10.0.0.0/8/8\"", "Malformed CIDR, one '/' required")]
    [InlineData("\"10.0.0.0/x\"", "Malformed CIDR, mask bits must be an integer")]
    [InlineData("\"10.0.0.0/-1\"", "Malformed CIDR, mask bits must not be negative")]
    [InlineData("\"10.0.0.0/32\"", "IPv4 mask bits must be < 32")]
    [InlineData("\"::/128\"", "IPv6 mask bits must be < 128")]
    [InlineData("\"xx.11.xx/8\"", "Nonstandard IP address: xx.11.xx")]
    [InlineData("\"10.0.0.256/8\"", "Invalid IP address: 10.0.0.256")]
    public void Cidr_with_a_wrong_operand_is_refused(string operand, string reason) => CheckValue($$"""{"cidr": {{operand}}}""", reason, ".cidr");

    [Theory]
    [InlineData("not json")]
    [InlineData("{'a': [1]}")]
    [InlineData("{\"a\": [1]")]
    public void Text_that_is_no_JSON_is_refused(string pattern) =>
        Should.Throw<EventPatternException>(() => EventPattern.Parse(pattern)).Reason.ShouldStartWith("Invalid JSON");

    [Fact]
    public void Text_that_is_no_Unicode_is_refused() =>
        Should.Throw<EventPatternException>(() => EventPattern.Parse("{\"a\": [\"\ud800\"]}")).Reason.ShouldStartWith("Invalid JSON");

    [Fact]
    public void More_than_a_thousand_combinations_are_refused()
    {
        const string Or = """{"$or": [{"a": [1]}, {"b": [1]}, {"c": [1]}, {"d": [1]}]}""";
        var pattern = $$"""{"p": {{Or}}, "q": {{Or}}, "r": {{Or}}, "s": {{Or}}, "t": {{Or}}}""";

        Should.Throw<EventPatternException>(() => EventPattern.Parse(pattern)).Reason.ShouldContain("1000 rule combinations");
    }

    private static void CheckValue(string value, string reason, string at) => Check($$"""{"d": {"f": ["x", {{value}}] } }""", reason, $"$.d.f[1]{at}");

    private static void Check(string pattern, string reason, string path)
    {
        var exception = Should.Throw<EventPatternException>(() => EventPattern.Parse(pattern));

        exception.Reason.ShouldBe(reason);
        exception.Path.ShouldBe(path);
        exception.Message.ShouldBe($"Event pattern is not valid. Reason: {reason} at {path}");
    }
}

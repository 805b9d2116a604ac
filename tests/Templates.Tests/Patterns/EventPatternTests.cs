using System.Text.Json.Nodes;
using SensorWatch.Templates.Patterns;

namespace SensorWatch.Templates.Tests.Patterns;

/// <summary>How fields, arrays, numbers and <c>$or</c> work together; each test is one rule of EventBridge.</summary>
public class EventPatternTests
{
    [Theory]
    [InlineData("""{"a.b": [1]}""", """{"a": {"b": 1}}""", true)]
    [InlineData("""{"a": {"b": [1]}}""", """{"a.b": 1}""", true)]
    [InlineData("""{"a": {"b.c": [1]}}""", """{"a.b": {"c": 1}}""", true)]
    [InlineData("""{"a.b.c": [1]}""", """{"a": {"b.c": 1}}""", true)]
    [InlineData("""{"a.b": [1]}""", """{"a": 1, "b": 1}""", false)]
    [InlineData("""{"a.b": [1]}""", """{"a": {"b": {"c": 1}}}""", false)]
    [InlineData("""{"a": [1], "a.b": [2]}""", """{"a": [1, {"b": 2}]}""", true)]
    [InlineData("""{"a": [1], "a.b": [2]}""", """{"a": 1}""", false)]
    public void A_dot_in_a_key_is_the_same_as_nesting(string pattern, string @event, bool expected) => Check(pattern, @event, expected);

    [Theory]
    [InlineData("""{"a": [1], "a": [2]}""", """{"a": 1}""", false)]
    [InlineData("""{"a": [1], "a": [2]}""", """{"a": 2}""", true)]
    [InlineData("""{"a": {"b": [1]}, "a.b": [2]}""", """{"a": {"b": 2}}""", true)]
    [InlineData("""{"a": [1]}""", """{"a": 1, "a": 2}""", true)]
    [InlineData("""{"a": [2]}""", """{"a": 1, "a": 2}""", true)]
    [InlineData("""{"a": [3]}""", """{"a": 1, "a": 2}""", false)]
    [InlineData("""{"a": {"b": [1], "c": [2]}}""", """{"a": {"b": 1}, "a": {"c": 2}}""", true)]
    public void Of_duplicate_keys_the_last_counts_in_a_pattern_and_all_in_an_event(string pattern, string @event, bool expected) =>
        Check(pattern, @event, expected);

    [Theory]
    [InlineData("300", "300", true)]
    [InlineData("300", "300.0", true)]
    [InlineData("300", "3.0e2", true)]
    [InlineData("3.0E+2", "300", true)]
    [InlineData("300", "\"300\"", false)]
    [InlineData("\"300\"", "300", false)]
    [InlineData("-0", "0", true)]
    [InlineData("0", "-0.0e5", true)]
    [InlineData("0.1", "0.10", true)]
    [InlineData("0.1", "1e-1", true)]
    [InlineData("9007199254740992", "9007199254740992.0", true)]
    [InlineData("9007199254740993", "9007199254740993", true)]
    [InlineData("9007199254740993", "9007199254740992", false)]
    [InlineData("9007199254740992", "9007199254740993", false)]
    [InlineData("9007199254740993", "9007199254740993.0", false)]
    [InlineData("0.30000000000000004", "0.3", false)]
    [InlineData("0.3000000000000000001", "0.3", false)]
    [InlineData("1e400", "1e400", true)]
    [InlineData("1e400", "1E400", false)]
    [InlineData("1e-400", "0", false)]
    [InlineData("1e-99999999999999999999", "0", false)]
    [InlineData("0e-99999999999999999999", "0", true)]
    [InlineData("5e-324", "0.5e-323", true)]
    [InlineData("123456789012", "1.23456789012e11", true)]
    public void Numbers_compare_by_value_where_a_double_carries_them_and_by_text_elsewhere(string pattern, string value, bool expected) =>
        PatternMatch.ValueMatches(pattern, value).ShouldBe(expected);

    [Theory]
    [InlineData("[null]", """{"a": null}""", true)]
    [InlineData("[null]", "{}", false)]
    [InlineData("[null]", """{"a": []}""", false)]
    [InlineData("[null]", """{"a": {}}""", false)]
    [InlineData("[null]", """{"a": ""}""", false)]
    [InlineData("""[{"exists": true}]""", """{"a": []}""", false)]
    [InlineData("""[{"exists": true}]""", """{"a": {}}""", false)]
    [InlineData("""[{"exists": true}]""", """{"a": [[]]}""", false)]
    [InlineData("""[{"exists": false}]""", """{"a": []}""", true)]
    [InlineData("""[{"exists": false}]""", """{"a": {}}""", true)]
    [InlineData("""[{"exists": false}]""", """{"a": [null]}""", false)]
    public void Null_is_present_and_empty_lists_and_objects_are_absent(string values, string @event, bool expected) =>
        Check($$"""{"a": {{values}}}""", @event, expected);

    [Theory]
    [InlineData("{}", false)]
    [InlineData("""{"a": []}""", false)]
    [InlineData("""{"a": {"b": "y"}}""", false)]
    [InlineData("""{"a": "y"}""", true)]
    public void Anything_but_needs_a_value_that_is_there(string @event, bool expected) =>
        Check("""{"a": [{"anything-but": "x"}]}""", @event, expected);

    [Theory]
    [InlineData("""["x"]""", """["y", "x"]""", true)]
    [InlineData("""["x"]""", """["y"]""", false)]
    [InlineData("""[{"anything-but": ["x", "y"]}]""", """["x", "z"]""", true)]
    [InlineData("""[{"anything-but": ["x", "y"]}]""", """["x", "y"]""", false)]
    [InlineData("""[{"prefix": "z"}]""", """["x", ["y", ["z1"]]]""", true)]
    [InlineData("""[{"numeric": [">", 5]}]""", "[1, [9]]", true)]
    [InlineData("""[{"numeric": [">", 5, "<", 7]}]""", "[1, 9]", false)]
    [InlineData("""[{"exists": true}]""", "[[], [null]]", true)]
    public void An_array_matches_when_any_of_its_elements_does_however_deep(string values, string value, bool expected) =>
        Check($$"""{"a": {{values}}}""", $$"""{"a": {{value}}}""", expected);

    [Theory]
    [InlineData("""{"e": {"x": [1], "y": [2]}}""", """{"e": [{"x": 1, "y": 2}]}""", true)]
    [InlineData("""{"e": {"x": [1], "y": [2]}}""", """{"e": [{"x": 1}, {"y": 2}]}""", false)]
    [InlineData("""{"e": {"x": [1], "y": [2]}}""", """{"e": [{"x": 1, "y": 3}, {"x": 1, "y": 2}]}""", true)]
    [InlineData("""{"e": {"x": [1], "y": {"z": [2]}}}""", """{"e": [{"x": 1, "y": {"z": 3}}, {"x": 5, "y": {"z": 2}}]}""", false)]
    [InlineData("""{"e": {"x": [1], "y": {"z": [2]}}}""", """{"e": [{"x": 1, "y": [{"z": 3}, {"z": 2}]}, {"x": 5}]}""", true)]
    [InlineData("""{"e": {"f": {"x": [1], "y": [2]}}}""", """{"e": [{"f": [{"x": 1}, {"y": 2}]}]}""", false)]
    [InlineData("""{"e": {"f": {"x": [1]}, "g": {"y": [2]}}}""", """{"e": [{"f": [{"x": 1}], "g": [{"y": 2}]}]}""", true)]
    [InlineData("""{"e": {"f": {"x": [1]}, "g": {"y": [2]}}}""", """{"e": [{"f": [{"x": 1}]}, {"g": [{"y": 2}]}]}""", false)]
    [InlineData("""{"e": {"x": [1]}, "f": {"y": [2]}}""", """{"e": [{"x": 1}], "f": [{"y": 3}, {"y": 2}]}""", true)]
    [InlineData("""{"e": {"x": [1], "y": [2]}}""", """{"e": [[{"x": 1}, {"y": 2}]]}""", false)]
    [InlineData("""{"e": {"x": [1], "y": [2]}}""", """{"e": [[{"x": 1, "y": 2}]]}""", true)]
    [InlineData("""{"e": {"x": [1], "y": [2]}}""", """{"e": [{"x": [3, 1], "y": [4, 2]}]}""", true)]
    [InlineData("""{"e": {"x": [1], "y": [2]}}""", """{"e": {"x": [3, 1], "y": 2}}""", true)]
    [InlineData("""{"e.x": [1], "e.y": [2]}""", """{"e": [{"x": 1}, {"y": 2}]}""", false)]
    [InlineData("""{"e": {"x": [1], "y": [{"anything-but": 2}]}}""", """{"e": [{"x": 1, "y": 2}, {"x": 3, "y": 4}]}""", false)]
    [InlineData("""{"e": {"$or": [{"x": [1], "y": [2]}, {"x": [7], "y": [8]}]}}""", """{"e": [{"x": 1, "y": 8}, {"x": 7, "y": 2}]}""", false)]
    [InlineData("""{"e": {"x": [1], "$or": [{"y": [2]}, {"z": [3]}]}}""", """{"e": [{"x": 1}, {"y": 2, "z": 3}]}""", false)]
    [InlineData("""{"e": {"x": [1], "$or": [{"y": [2]}, {"z": [3]}]}}""", """{"e": [{"y": 2}, {"x": 1, "z": 3}]}""", true)]
    [InlineData("""{"e": {"a": [1], "b": [2], "c": [3]}}""", """{"e": [{"a": 1, "b": 2}, {"a": 1, "c": 3}, {"b": 2, "c": 3}]}""", false)]
    public void Fields_under_an_array_of_objects_are_matched_by_one_and_the_same_element(string pattern, string @event, bool expected) =>
        Check(pattern, @event, expected);

    [Theory]
    [InlineData("""{"e": {"x": [1], "y": [{"exists": false}]}}""", """{"e": [{"x": 1}, {"y": 2}]}""", true)]
    [InlineData("""{"e": {"x": [1], "y": [{"exists": false}]}}""", """{"e": [{"x": 1, "y": 2}, {"x": 3}]}""", false)]
    [InlineData("""{"e": {"x": [1], "y": [{"exists": false}]}}""", """{"e": [{"x": 1, "y": 2}, {"x": 1}]}""", true)]
    [InlineData("""{"e": {"x": [1], "a": [{"exists": false}]}}""", """{"e": [{"x": 1}, {"a": 2}]}""", false)]
    [InlineData("""{"e": {"x": [1], "a": [{"exists": false}]}}""", """{"e": [{"x": 1}]}""", true)]
    [InlineData("""{"e": {"y": [{"exists": false}]}}""", """{"e": [{"x": 1}, {"y": 2}]}""", false)]
    [InlineData("""{"e": {"x": [1], "y": [{"exists": false}], "z": [3]}}""", """{"e": [{"x": 1, "y": 2, "z": 3}, {"x": 1, "z": 3}]}""", true)]
    public void Absence_in_an_array_is_absence_in_the_element_that_an_earlier_field_has_chosen(string pattern, string @event, bool expected) =>
        Check(pattern, @event, expected);

    [Theory]
    [InlineData("\"::1\"", "\"0:0:0:0:0:0:0:1\"", true)]
    [InlineData("\"2001:DB8::A\"", "\"2001:db8:0::a\"", true)]
    [InlineData("\"10.0.0.1\"", "\"10.0.0.1\"", true)]
    [InlineData("\"10.0.0.1\"", "\"010.000.000.001\"", true)]
    [InlineData("\"10.0.0.1\"", "\"::ffff:0a00:0001\"", true)]
    [InlineData("\"10.0.0.1\"", "\"10.0.0.2\"", false)]
    [InlineData("\"10.0.0\"", "\"10.0.0.0\"", false)]
    [InlineData("\"10.0.0.256\"", "\"10.0.0.256\"", true)]
    [InlineData("\"::1%eth0\"", "\"::1\"", false)]
    [InlineData("\"a:b\"", "\"A:B\"", false)]
    [InlineData("{\"anything-but\": \"::1\"}", "\"0:0:0:0:0:0:0:1\"", true)]
    [InlineData("{\"prefix\": \"10.\"}, \"10.0.0.1\"", "\"10.9.9.9\"", true)]
    public void Strings_that_are_addresses_compare_as_addresses(string pattern, string value, bool expected) =>
        PatternMatch.ValueMatches(pattern, value).ShouldBe(expected);

    [Theory]
    [InlineData("""{"$or": [{"a": [1]}, {"b": [2]}]}""", """{"a": 1}""", true)]
    [InlineData("""{"$or": [{"a": [1]}, {"b": [2]}]}""", """{"b": 2}""", true)]
    [InlineData("""{"$or": [{"a": [1]}, {"b": [2]}]}""", """{"a": 2, "b": 1}""", false)]
    [InlineData("""{"s": [0], "$or": [{"a": [1]}, {"b": [2]}]}""", """{"a": 1}""", false)]
    [InlineData("""{"s": [0], "$or": [{"a": [1]}, {"b": [2]}]}""", """{"s": 0, "b": 2}""", true)]
    [InlineData("""{"$or": [{"a": [1], "b": [2]}, {"c": [3]}]}""", """{"a": 1, "c": 4}""", false)]
    [InlineData("""{"$or": [{"a": [1]}, {"$or": [{"b": [2]}, {"c": [3]}]}]}""", """{"c": 3}""", true)]
    [InlineData("""{"d": {"$or": [{"a": [1]}, {"b": [2]}]}}""", """{"d": {"b": 2}}""", true)]
    [InlineData("""{"d": {"$or": [{"a": [1]}, {"b": [2]}]}}""", """{"b": 2}""", false)]
    [InlineData("""{"$or": [{"a": [1]}, {"b": [2]}], "d": {"$or": [{"x": [1]}, {"y": [2]}]}}""", """{"b": 2, "d": {"x": 1}}""", true)]
    [InlineData("""{"$or": [{"a": [1]}, {"b": [2]}], "d": {"$or": [{"x": [1]}, {"y": [2]}]}}""", """{"b": 2, "d": {"x": 3}}""", false)]
    [InlineData("""{"$or": [{"a": [{"exists": false}]}, {"b": [2]}]}""", "{}", true)]
    public void Or_matches_when_one_of_its_objects_does(string pattern, string @event, bool expected) => Check(pattern, @event, expected);

    [Theory]
    [InlineData("""{"$or": {"a": [1]}}""", """{"$or": {"a": 1}}""", true)]
    [InlineData("""{"$or": [1, 2]}""", """{"$or": 2}""", true)]
    [InlineData("""{"$or": [{"prefix": "x"}]}""", """{"$or": "xy"}""", true)]
    [InlineData("""{"$or": [{"prefix": "x"}, {"numeric": [">", 5]}]}""", """{"$or": 6}""", true)]
    [InlineData("""{"$or": [{"prefix": "x"}, {"numeric": [">", 5]}]}""", """{"prefix": "x"}""", false)]
    public void An_or_that_is_not_two_objects_of_fields_is_a_field_of_that_name(string pattern, string @event, bool expected) =>
        Check(pattern, @event, expected);

    [Theory]
    [InlineData("""{"a": [1], "$or": [{"a": [2]}, {"b": [3]}]}""", """{"a": 1}""", false)]
    [InlineData("""{"a": [1], "$or": [{"a": [2]}, {"b": [3]}]}""", """{"a": 2}""", true)]
    [InlineData("""{"a": [1], "$or": [{"a": [2]}, {"b": [3]}]}""", """{"a": 1, "b": 3}""", true)]
    [InlineData("""{"$or": [{"a": [2]}, {"b": [3]}], "a": [1]}""", """{"a": 2}""", false)]
    [InlineData("""{"$or": [{"a": [2]}, {"b": [3]}], "a": [1]}""", """{"a": 1}""", true)]
    public void Of_the_same_field_inside_and_beside_an_or_the_later_one_holds(string pattern, string @event, bool expected) =>
        Check(pattern, @event, expected);

    [Theory]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("[{\"a\": 1}]")]
    [InlineData("null")]
    public void What_is_no_object_matches_nothing(string @event) => Check("""{"a": [{"exists": false}, 1]}""", @event, expected: false);

    [Theory]
    [InlineData("""{"a": ["x"]}""", """{"a": "\ud800"}""", false)]
    [InlineData("""{"a": [{"anything-but": "x"}]}""", """{"a": "\ud800"}""", true)]
    [InlineData("""{"a": [{"exists": true}]}""", """{"\udfff": 1, "a": "\ud800"}""", true)]
    public void Half_a_surrogate_pair_in_an_event_is_a_value_like_any_other(string pattern, string @event, bool expected) =>
        Check(pattern, @event, expected);

    [Fact]
    public void A_pattern_of_a_template_is_taken_as_it_is()
    {
        var pattern = EventPattern.Parse((JsonObject)JsonNode.Parse("""{"source": ["orders"], "detail": {"total": [{"numeric": [">", 9.50]}]}}""")!);

        PatternMatch.Matches(pattern, """{"source": "orders", "detail": {"total": 9.51}}""").ShouldBeTrue();
        PatternMatch.Matches(pattern, """{"source": "orders", "detail": {"total": 9.5}}""").ShouldBeFalse();
        pattern.ToString().ShouldContain("orders");
    }

    private static void Check(string pattern, string @event, bool expected) => PatternMatch.Matches(pattern, @event).ShouldBe(expected);
}

using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Tests.Resolution;

public class ConditionTests
{
    private const string Equal = """{"Fn::Equals": ["a", "a"]}""";
    private const string Unequal = """{"Fn::Equals": ["a", {"Ref": "AWS::Region"}]}""";

    [Theory]
    [InlineData(Equal, true)]
    [InlineData(Unequal, false)]
    [InlineData("""{"Fn::Equals": [1, "1"]}""", true)]
    [InlineData("""{"Fn::Equals": [true, "true"]}""", true)]
    [InlineData($$"""{"Fn::Not": [{{Unequal}}]}""", true)]
    [InlineData($$"""{"Fn::And": [{{Equal}}, {{Unequal}}]}""", false)]
    [InlineData($$"""{"Fn::And": [{{Equal}}, {{Equal}}]}""", true)]
    [InlineData($$"""{"Fn::Or": [{{Unequal}}, {{Equal}}]}""", true)]
    [InlineData($$"""{"Fn::Or": [{{Unequal}}, {{Unequal}}]}""", false)]
    [InlineData("""{"Condition": "Base"}""", true)]
    [InlineData("""{"Fn::Not": [{"Condition": "Base"}]}""", false)]
    public void A_condition_chooses_the_value(string condition, bool expected) =>
        Stacks.Value("""{"Fn::If": ["C", "yes", "no"]}""", sections: Sections(condition)).ShouldBe(expected ? "\"yes\"" : "\"no\"");

    [Fact]
    public void A_branch_that_is_not_taken_is_not_resolved() =>
        Stacks.Value("""{"Fn::If": ["C", "yes", {"Ref": "Nothing"}]}""", sections: Sections(Equal)).ShouldBe("\"yes\"");

    [Theory]
    [InlineData(Equal, 2)]
    [InlineData(Unequal, 1)]
    public void A_resource_under_a_false_condition_is_left_out(string condition, int expected) =>
        Stacks.Resolve(Stacks.WithValue("1", """ "Q": { "Type": "AWS::SQS::Queue", "Condition": "C" }, """, Sections(condition)))
            .Resources.Count.ShouldBe(expected);

    [Fact]
    public void A_reference_to_a_resource_that_is_left_out_is_an_error() =>
        Should.Throw<TemplateResolutionException>(() => Stacks.Value(
                """{"Ref": "Q"}""",
                """ "Q": { "Type": "AWS::SQS::Queue", "Condition": "C" }, """,
                Sections(Unequal)))
            .Message.ShouldContain("'Q', which its condition leaves out");

    [Theory]
    [InlineData("""{"Condition": "C"}""", "the value depends on itself")]
    [InlineData("""{"Fn::And": [{"Condition": "Base"}]}""", "2 to 10 values")]
    [InlineData("""{"Fn::Xor": []}""", "Fn::Xor is no condition function")]
    [InlineData("true", "a condition function is expected")]
    public void A_condition_that_cannot_be_judged_is_an_error_at_its_place(string condition, string fault)
    {
        var message = Should.Throw<TemplateResolutionException>(
            () => Stacks.Value("""{"Fn::If": ["C", 1, 2]}""", sections: Sections(condition))).Message;

        message.ShouldStartWith("Dev/Test (stack Dev-Test) Conditions.C");
        message.ShouldContain(fault);
    }

    private static string Sections(string condition) =>
        $$""" "Conditions": { "C": {{condition}}, "Base": {"Fn::Equals": ["x", "x"]} }, """;
}

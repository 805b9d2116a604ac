using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Tests.Resolution;

public class IntrinsicFunctionTests
{
    private const string Queue = """ "Q": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "orders" } }, """;
    private const string Mappings = """ "Mappings": { "Sizes": { "dev": { "memory": 128, "zones": ["a", "b"] } } }, """;

    private const string Parameters = """
        "Parameters": {
            "Stage": { "Type": "String", "Default": "dev" },
            "Count": { "Type": "Number", "Default": 3 },
            "Names": { "Type": "CommaDelimitedList", "Default": "x, y,z" },
            "Secret": { "Type": "String" },
            "Version": { "Type": "AWS::SSM::Parameter::Value<String>", "Default": "/v" }
        },
        """;

    [Theory]
    [InlineData(""" "text" """, "\"text\"")]
    [InlineData("5", "5")]
    [InlineData("""[true, null, 1.50, {"a": {"b": []}}]""", """[true,null,1.50,{"a":{"b":[]}}]""")]
    [InlineData("""{"Ref": "AWS::AccountId"}""", "\"123456789012\"")]
    [InlineData("""{"Ref": "AWS::Region"}""", "\"us-east-1\"")]
    [InlineData("""{"Ref": "AWS::Partition"}""", "\"aws\"")]
    [InlineData("""{"Ref": "AWS::URLSuffix"}""", "\"amazonaws.com\"")]
    [InlineData("""{"Ref": "AWS::StackName"}""", "\"Dev-Test\"")]
    [InlineData("""{"Ref": "AWS::NotificationARNs"}""", "[]")]
    [InlineData("""{"Ref": "Stage"}""", "\"dev\"")]
    [InlineData("""{"Ref": "Count"}""", "\"3\"")]
    [InlineData("""{"Ref": "Names"}""", """["x","y","z"]""")]
    [InlineData("""{"Ref": "Q"}""", "\"https://sqs.us-east-1.amazonaws.com/123456789012/orders\"")]
    [InlineData("""{"Fn::GetAtt": ["Q", "Arn"]}""", "\"arn:aws:sqs:us-east-1:123456789012:orders\"")]
    [InlineData("""{"Fn::GetAtt": "Q.Arn"}""", "\"arn:aws:sqs:us-east-1:123456789012:orders\"")]
    [InlineData("""{"Fn::GetAtt": ["Q", {"Fn::Join": ["", ["A", "rn"]]}]}""", "\"arn:aws:sqs:us-east-1:123456789012:orders\"")]
    [InlineData("""{"Fn::Join": ["-", ["a", {"Ref": "Stage"}, 5, true]]}""", "\"a-dev-5-true\"")]
    [InlineData("""{"Fn::Join": ["+", {"Ref": "Names"}]}""", "\"x+y+z\"")]
    [InlineData("""{"Fn::Join": ["", ["a", {"Ref": "AWS::NoValue"}, "b"]]}""", "\"ab\"")]
    [InlineData("""{"Fn::Sub": "${Q.Arn} in ${AWS::Region}, ${!Literal} $x ${ Stage }"}""", "\"arn:aws:sqs:us-east-1:123456789012:orders in us-east-1, ${Literal} $x dev\"")]
    [InlineData("""{"Fn::Sub": ["${a}/${Stage}/${Q.QueueName}", {"a": {"Fn::Select": [1, ["p", "q"]]}}]}""", "\"q/dev/orders\"")]
    [InlineData("""{"Fn::Sub": ["${Stage}", {"Stage": "shadowed"}]}""", "\"shadowed\"")]
    [InlineData("""{"Fn::Select": ["1", {"Fn::Split": [":", {"Fn::GetAtt": ["Q", "Arn"]}]}]}""", "\"aws\"")]
    [InlineData("""{"Fn::Split": ["/", "a/b//c"]}""", """["a","b","","c"]""")]
    [InlineData("""{"Fn::FindInMap": ["Sizes", {"Ref": "Stage"}, "memory"]}""", "128")]
    [InlineData("""{"Fn::FindInMap": ["Sizes", "dev", "zones"]}""", """["a","b"]""")]
    [InlineData("""{"Fn::FindInMap": ["Sizes", "prod", "memory", {"DefaultValue": {"Ref": "Count"}}]}""", "\"3\"")]
    [InlineData("""{"Fn::Base64": {"Fn::Sub": "${Stage}!"}}""", "\"ZGV2IQ==\"")]
    [InlineData("""{"Fn::GetAZs": ""}""", """["us-east-1a","us-east-1b","us-east-1c"]""")]
    [InlineData("""{"Fn::GetAZs": "eu-west-1"}""", """["eu-west-1a","eu-west-1b","eu-west-1c"]""")]
    [InlineData("""{"Fn::Length": {"Ref": "Names"}}""", "3")]
    [InlineData("""{"Fn::ToJsonString": {"q": {"Ref": "Stage"}, "n": [1, "ä"]}}""", """ "{\"q\":\"dev\",\"n\":[1,\"ä\"]}" """)]
    public void A_function_gives_what_CloudFormation_gives(string value, string expected) =>
        Stacks.Value(value, Queue, Parameters + Mappings).ShouldBe(expected.Trim());

    [Theory]
    [InlineData("""{"Ref": "AWS::NoValue"}""", null)]
    [InlineData("""{"a": {"Ref": "AWS::NoValue"}, "b": 1}""", """{"b":1}""")]
    [InlineData("""[1, {"Ref": "AWS::NoValue"}, 2]""", "[1,2]")]
    [InlineData("""[1, {"Fn::If": ["Never", 2, {"Ref": "AWS::NoValue"}]}]""", "[1]")]
    public void NoValue_takes_away_the_property_or_item_that_holds_it(string value, string? expected) =>
        Stacks.Value(value, sections: """ "Conditions": { "Never": { "Fn::Equals": ["a", "b"] } }, """).ShouldBe(expected);

    [Theory]
    [InlineData("""{"Ref": "Nothing"}""", "Ref names 'Nothing', but the template has no such resource or parameter")]
    [InlineData("""{"Fn::GetAtt": ["Nothing", "Arn"]}""", "Fn::GetAtt Arn names 'Nothing'")]
    [InlineData("""{"Fn::GetAtt": ["Q", "Colour"]}""", "'Q.Colour', but AWS::SQS::Queue is not known to have it. It has: Arn, QueueName, QueueUrl.")]
    [InlineData("""{"Fn::GetAtt": "Q"}""", "\"LogicalId.Attribute\" is expected")]
    [InlineData("""{"Fn::Join": ["-"]}""", "[\"delimiter\", [values]] is expected")]
    [InlineData("""{"Fn::Join": ["-", "abc"]}""", "a list is expected")]
    [InlineData("""{"Fn::Join": ["-", [{"a": 1}]]}""", "a string is expected")]
    [InlineData("""{"Fn::Select": [2, ["a", "b"]]}""", "the index '2' is none of the list's 2 items")]
    [InlineData("""{"Fn::Select": ["x", ["a", "b"]]}""", "the index 'x'")]
    [InlineData("""{"Fn::Sub": "${Nothing}"}""", "Ref names 'Nothing'")]
    [InlineData("""{"Fn::Sub": "${Q.Colour}"}""", "'Q.Colour'")]
    [InlineData("""{"Fn::If": ["Unknown", 1, 2]}""", "no condition 'Unknown'")]
    [InlineData("""{"Fn::FindInMap": ["Sizes", "prod", "memory"]}""", "no mapping Sizes.prod.memory")]
    [InlineData("""{"Fn::ImportValue": "Other:Thing"}""", "no stack that is resolved here exports 'Other:Thing'")]
    [InlineData("""{"Fn::Transform": {"Name": "x"}}""", "Fn::Transform is not supported. Supported are Ref, Fn::GetAtt")]
    [InlineData("""{"Ref": "Secret"}""", "the parameter 'Secret' has no default. Give its value: DeploymentSettings.Parameters[\"Dev-Test:Secret\"]")]
    [InlineData("""{"Ref": "Version"}""", "Parameter Store")]
    public void What_cannot_be_resolved_is_an_error_that_names_resource_property_and_fault(string value, string fault)
    {
        var message = Should.Throw<TemplateResolutionException>(() => Stacks.Value(value, Queue, Parameters + Mappings)).Message;

        message.ShouldStartWith("Dev/Test/Thing (Test::Thing) Properties.Value");
        message.ShouldContain(fault);
    }

    [Theory]
    [InlineData("Secret")]
    [InlineData("Dev-Test:Secret")]
    public void A_parameter_takes_the_value_of_the_settings(string key)
    {
        var settings = new DeploymentSettings { Parameters = new Dictionary<string, string> { [key] = "given" } };

        Stacks.Value("""{"Ref": "Secret"}""", sections: Parameters, settings: settings).ShouldBe("\"given\"");
    }

    [Fact]
    public void An_error_deep_in_a_template_shows_the_way_there() =>
        Should.Throw<TemplateResolutionException>(() => Stacks.Value("""[{"a": {"Fn::Join": ["", [{"Ref": "X"}]]}}]"""))
            .Message.ShouldStartWith("Dev/Test/Thing (Test::Thing) Properties.Value[0].a.Fn::Join");
}

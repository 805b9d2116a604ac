using SensorWatch.Templates.Tests.Rules.Access;

namespace SensorWatch.Templates.Tests.Rules.Operations;

public sealed class LogRuleTests
{
    private const string Forever = "It keeps what is logged for ever, which is paid for every month: it has no RetentionInDays.";

    [Theory]
    [InlineData("AWS::Logs::LogGroup", "")]
    [InlineData("AWS::Logs::LogGroup", "\"LogGroupName\": \"orders\"")]
    [InlineData("Custom::LogRetention", "\"LogGroupName\": \"orders\", \"ServiceToken\": \"arn:aws:lambda:us-east-1:123456789012:function:f\"")]
    public void A_log_group_keeps_everything(string type, string properties) =>
        Reviewed.By("operations/log-", AccessResources.Resource("Logs", type, properties)).ShouldBe([$"operations/log-retention Logs: {Forever}"]);

    [Theory]
    [InlineData("\"RetentionInDays\": 7")]
    [InlineData("\"RetentionInDays\": { \"Fn::ImportValue\": \"days\" }")]
    [InlineData("\"LogGroupClass\": \"DELIVERY\"")]
    public void A_log_group_forgets(string properties) =>
        Reviewed.By("operations/log-", AccessResources.Resource("Logs", "AWS::Logs::LogGroup", properties)).ShouldBeEmpty();

    [Fact]
    public void A_function_without_a_declared_log_group() => Reviewed.By("operations/function-log", OperationsResources.Function())
        .ShouldBe(["operations/function-log-group Work: No template declares its log group: Lambda makes one at the first line, which keeps everything for ever."]);

    [Fact]
    public void Another_functions_log_group_is_not_this_ones() => Reviewed.By("operations/function-log", $$"""
        {{OperationsResources.Function()}}, {{AccessResources.Resource("Logs", "AWS::Logs::LogGroup", "\"LogGroupName\": \"/aws/lambda/other\", \"RetentionInDays\": 7")}}
        """).ShouldHaveSingleItem();

    [Theory]
    [InlineData(", \"LoggingConfig\": { \"LogGroup\": { \"Ref\": \"Logs\" } }", "")]
    [InlineData(", \"LoggingConfig\": { \"LogGroup\": \"of-another-app\" }", "")]
    [InlineData("", "\"LogGroupName\": { \"Fn::Join\": [\"\", [\"/aws/lambda/\", { \"Ref\": \"Work\" }]] }, ")]
    [InlineData("", "\"LogGroupName\": { \"Fn::Join\": [\"\", [\"/aws/lambda/\", { \"Fn::ImportValue\": \"unknown\" }]] }, ")]
    [InlineData(", \"FunctionName\": \"work\"", "\"LogGroupName\": \"/aws/lambda/work\", ")]
    [InlineData(", \"FunctionName\": { \"Fn::ImportValue\": \"unknown\" }", "")]
    public void A_function_with_a_log_group(string function, string name) => Reviewed.By("operations/", $$"""
        {{OperationsResources.Function(function)}}, {{AccessResources.Resource("Logs", "AWS::Logs::LogGroup", $"{name} \"RetentionInDays\": 7")}}
        """).ShouldNotContain(finding => finding.StartsWith("operations/function-log-group", StringComparison.Ordinal));

    [Fact]
    public void The_CDKs_retention_of_a_functions_log_group_counts() => Reviewed.By("operations/function-log", $$"""
        {{OperationsResources.Function()}}, {{AccessResources.Resource("Logs", "Custom::LogRetention", """
            "LogGroupName": { "Fn::Join": ["", ["/aws/lambda/", { "Ref": "Work" }]] }, "RetentionInDays": 7
            """)}}
        """).ShouldBeEmpty();

    [Fact]
    public void A_function_that_only_CloudFormation_calls_is_its_deployments_concern() => Reviewed.By("operations/", $$"""
        {{OperationsResources.Function()}}, {{AccessResources.Resource("Made", "Custom::Thing", "\"ServiceToken\": { \"Fn::GetAtt\": [\"Work\", \"Arn\"] }")}}
        """).ShouldBeEmpty();
}

namespace SensorWatch.Templates.Tests.Rules.Operations;

public sealed class DataRuleTests
{
    private const string Kept = """ "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain" """;

    private const string Safe = """ "PointInTimeRecoverySpecification": { "PointInTimeRecoveryEnabled": true }, "DeletionProtectionEnabled": true """;

    [Theory]
    [InlineData("")]
    [InlineData(""" "PointInTimeRecoverySpecification": { "PointInTimeRecoveryEnabled": false }, "DeletionProtectionEnabled": "false" """)]
    [InlineData(""" "PointInTimeRecoverySpecification": { "RecoveryPeriodInDays": 7 } """)]
    public void A_table_is_not_safe(string properties) => Reviewed.By("operations/", Resource("AWS::DynamoDB::Table", properties, Kept)).ShouldBe(
    [
        "operations/point-in-time-recovery It: Its point-in-time recovery is off.",
        "operations/deletion-protection It: Its deletion protection is off.",
    ]);

    [Theory]
    [InlineData(Safe)]
    [InlineData(""" "PointInTimeRecoverySpecification": { "PointInTimeRecoveryEnabled": "true" }, "DeletionProtectionEnabled": "True" """)]
    [InlineData(""" "PointInTimeRecoverySpecification": { "Fn::ImportValue": "unknown" }, "DeletionProtectionEnabled": { "Fn::ImportValue": "unknown" } """)]
    public void A_table_is_safe(string properties) => Reviewed.By("operations/", Resource("AWS::DynamoDB::Table", properties, Kept)).ShouldBeEmpty();

    [Fact]
    public void A_global_table_is_not_safe_in_one_region() =>
        Reviewed.By("operations/", Resource("AWS::DynamoDB::GlobalTable", $$""" "Replicas": [{ "Region": "us-east-1", {{Safe}} }, { "Region": "eu-west-1" }] """, Kept)).ShouldBe(
        [
            "operations/point-in-time-recovery It: Its point-in-time recovery is off in eu-west-1.",
            "operations/deletion-protection It: Its deletion protection is off in eu-west-1.",
        ]);

    [Theory]
    [InlineData("\"DeletionPolicy\": \"Delete\", \"UpdateReplacePolicy\": \"Delete\"", "its DeletionPolicy is Delete and its UpdateReplacePolicy is Delete")]
    [InlineData("\"DeletionPolicy\": \"Retain\"", "its UpdateReplacePolicy is not set, which is Delete")]
    [InlineData("\"UpdateReplacePolicy\": \"Retain\"", "its DeletionPolicy is not set, which is Delete")]
    [InlineData("\"DeletionPolicy\": \"RetainExceptOnCreate\", \"UpdateReplacePolicy\": \"Retain\"", null)]
    [InlineData("\"DeletionPolicy\": { \"Ref\": \"AWS::Region\" }, \"UpdateReplacePolicy\": \"Retain\"", null)]
    public void CloudFormation_deletes_what_is_not_retained(string policies, string? fault)
    {
        string[] expected = fault is null ? [] : [$"operations/data-retained It: CloudFormation deletes it: {fault}."];
        Reviewed.By("operations/", Resource("AWS::S3::Bucket", "", policies)).ShouldBe(expected);
        Reviewed.By("operations/", Resource("AWS::DynamoDB::Table", Safe, policies)).ShouldBe(expected);
        Reviewed.By("operations/", Resource("AWS::SQS::Queue", "", policies)).ShouldBeEmpty();
    }

    private static string Resource(string type, string properties, string policies) => $$"""
        "It": { "Type": "{{type}}", "Properties": { {{properties}} }, {{policies}} }
        """;
}

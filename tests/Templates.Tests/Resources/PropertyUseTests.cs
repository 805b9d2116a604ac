using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Tests.Resources;

public class PropertyUseTests
{
    private readonly Deployment _dev = Deployment.Resolve(Fixtures.App().StacksIn("Dev"));

    [Theory]
    [InlineData("Inbox", "KmsMasterKeyId")]
    [InlineData("Dlq", "")]
    [InlineData("Placed", "")]
    [InlineData("StoreF0A1", "")]
    [InlineData("StreamMapping", "")]
    [InlineData("ApiStage", "AutoDeploy")]
    [InlineData("Orders", "BillingMode")]
    [InlineData("Logs", "")]
    public void The_properties_that_no_record_reads_are_told(string logicalId, string expected) =>
        string.Join(' ', PropertyUse.Unread(_dev.Resources.Single(resource => resource.LogicalId == logicalId))).ShouldBe(expected);

    [Fact]
    public void Unread_properties_of_list_items_are_told_once()
    {
        var rule = Stacks.Resolve("""
            { "Resources": { "R": { "Type": "AWS::Events::Rule", "Properties": { "Targets": [
                { "Id": "a", "Arn": "x", "EcsParameters": { "TaskCount": 1 } },
                { "Id": "b", "Arn": "x", "EcsParameters": { "TaskCount": 2 }, "SqsParameters": { "MessageGroupId": "g" } }
            ] } } } }
            """).Resources.Single();

        PropertyUse.Unread(rule).ShouldBe(["Targets[].EcsParameters.TaskCount"]);
    }

    [Fact]
    public void Nested_properties_are_listed_as_CloudFormation_paths()
    {
        EventSourceMappingResource.ReadProperties.ShouldContain("ScalingConfig.MaximumConcurrency");
        EventSourceMappingResource.ReadProperties.ShouldContain("DestinationConfig.OnFailure.Destination");
        EventSourceMappingResource.ReadProperties.ShouldContain("FilterCriteria.Filters[].Pattern");
        RuleResource.ReadProperties.ShouldContain("Targets[].DeadLetterConfig.Arn");
        TableResource.ReadProperties.ShouldContain("GlobalSecondaryIndexes[].KeySchema[].AttributeName");
        QueueResource.ReadProperties.ShouldContain("RedrivePolicy");
    }
}

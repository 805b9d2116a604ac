using SensorWatch.Infra.Environments;
using SensorWatch.Infra.Tests.Synthesis;

namespace SensorWatch.Infra.Tests;

/// <summary>What survives, and what tells people.</summary>
[Collection(SynthesisTests.Name)]
public sealed class StateAndMonitoringTests(SynthesizedSystem system)
{
    [Theory]
    [InlineData("Dev/State", "Delete", false, false)]
    [InlineData("Staging/State", "Delete", true, false)]
    [InlineData("Prod/State", "Retain", true, true)]
    public void An_environment_decides_how_its_data_is_protected(string stackId, string deletionPolicy, bool backups, bool isProtected)
    {
        var stack = system[stackId];
        var table = stack.OfType("AWS::DynamoDB::Table").ShouldHaveSingleItem();

        ((string?)table.Json["DeletionPolicy"]).ShouldBe(deletionPolicy);
        ((string?)table.Json["UpdateReplacePolicy"]).ShouldBe(deletionPolicy);
        ((bool?)table["PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"]).ShouldBe(backups);
        ((bool?)table["DeletionProtectionEnabled"]).ShouldBe(isProtected);
        ((bool?)stack.Artifact["properties"]!["terminationProtection"] ?? false).ShouldBe(isProtected);
    }

    [Fact]
    public void Every_stack_carries_its_environments_name_as_a_tag()
    {
        foreach (var stack in system.Stacks)
        {
            var environment = KnownEnvironments.All.Single(known => stack.Id.StartsWith(known.StageId, StringComparison.Ordinal));
            ((string?)stack.Artifact["properties"]!["tags"]!["environment"]).ShouldBe(environment.Name);
        }
    }

    [Theory]
    [InlineData("Dev")]
    [InlineData("Staging")]
    [InlineData("Prod")]
    public void Every_dead_letter_queue_and_every_function_has_an_alarm_that_tells_someone(string stage)
    {
        var services = system[$"{stage}/Services"];
        var monitoring = system[$"{stage}/Monitoring"];
        var topic = monitoring.OfType("AWS::SNS::Topic").ShouldHaveSingleItem();
        var alarms = monitoring.OfType("AWS::CloudWatch::Alarm");

        var deadLetterQueues = services.OfType("AWS::SQS::Queue").Where(queue => queue["RedrivePolicy"] is null).ToList();
        deadLetterQueues.ShouldNotBeEmpty();
        var watched = deadLetterQueues.Concat(services.OfType("AWS::Lambda::Function")).ToList();
        alarms.Count.ShouldBe(watched.Count);
        foreach (var resource in watched)
        {
            var alarm = alarms.Where(a => Watches(a, resource)).ShouldHaveSingleItem();
            var isQueue = (string?)resource.Json["Type"] == "AWS::SQS::Queue";
            ((string?)alarm["MetricName"]).ShouldBe(isQueue ? "ApproximateNumberOfMessagesVisible" : "Errors");
            ((string?)alarm["ComparisonOperator"]).ShouldBe("GreaterThanThreshold");
            ((int?)alarm["Threshold"]).ShouldBe(0);
            monitoring.Target(alarm["AlarmActions"]!.AsArray().ShouldHaveSingleItem()).ShouldBe(topic);
        }
    }

    [Fact]
    public void The_alarm_topic_takes_this_accounts_alarms_and_no_plain_http()
    {
        foreach (var stack in system.Named("Monitoring"))
        {
            var statements = stack.OfType("AWS::SNS::TopicPolicy").ShouldHaveSingleItem()["PolicyDocument", "Statement"]!.AsArray();

            var allowed = statements.Where(s => (string?)s!["Effect"] == "Allow").ShouldHaveSingleItem()!;
            ((string?)allowed["Principal"]!["Service"]).ShouldBe("cloudwatch.amazonaws.com");
            ((string?)allowed["Condition"]!["StringEquals"]!["aws:SourceAccount"]!["Ref"]).ShouldBe("AWS::AccountId");
            var denied = statements.Where(s => (string?)s!["Effect"] == "Deny").ShouldHaveSingleItem()!;
            ((string?)denied["Condition"]!["Bool"]!["aws:SecureTransport"]).ShouldBe("false");
        }
    }

    // The dimension imports the resource's name, and CDK puts the logical id into the export's name.
    private static bool Watches(TemplateResource alarm, TemplateResource resource) =>
        ((string)alarm["Dimensions"]![0]!["Value"]!["Fn::ImportValue"]!).Contains(resource.LogicalId, StringComparison.Ordinal);
}

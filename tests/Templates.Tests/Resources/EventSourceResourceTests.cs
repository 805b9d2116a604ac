using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Tests.Resources;

public class EventSourceResourceTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData(""", "NotificationConfiguration": { "EventBridgeConfiguration": {} }""", true)]
    [InlineData(""", "NotificationConfiguration": { "EventBridgeConfiguration": { "EventBridgeEnabled": true } }""", true)]
    [InlineData(""", "NotificationConfiguration": { "EventBridgeConfiguration": { "EventBridgeEnabled": "false" } }""", false)]
    public void A_bucket_sends_to_EventBridge_when_its_template_says_so(string properties, bool expected)
    {
        var bucket = Stacks.Resolve($$"""
            { "Resources": { "B": { "Type": "AWS::S3::Bucket", "Properties": { "BucketName": "uploads" {{properties}} } } } }
            """).Buckets.Single();

        (bucket.Name, bucket.Arn, bucket.SendsToEventBridge, bucket.Versioned).ShouldBe(("uploads", "arn:aws:s3:::uploads", expected, false));
        PropertyUse.Unread(bucket.Resource).ShouldBeEmpty();
    }

    [Fact]
    public void Other_notifications_of_a_bucket_are_told_as_unread()
    {
        var bucket = Stacks.Resolve("""
            { "Resources": { "B": { "Type": "AWS::S3::Bucket", "Properties": {
                "VersioningConfiguration": { "Status": "Enabled" },
                "NotificationConfiguration": { "QueueConfigurations": [ { "Event": "s3:ObjectCreated:*", "Queue": "q" } ] } } } } }
            """).Buckets.Single();

        bucket.Versioned.ShouldBeTrue();
        PropertyUse.Unread(bucket.Resource).ShouldBe(
            ["NotificationConfiguration.QueueConfigurations[].Event", "NotificationConfiguration.QueueConfigurations[].Queue"]);
    }

    [Fact]
    public void A_schedule_has_its_times_and_its_target()
    {
        var schedule = Stacks.Resolve("""
            { "Resources": { "S": { "Type": "AWS::Scheduler::Schedule", "Properties": {
                "Name": "nightly", "GroupName": "shop", "ScheduleExpression": "cron(0 2 * * ? *)", "ScheduleExpressionTimezone": "Europe/Berlin",
                "State": "DISABLED", "FlexibleTimeWindow": { "Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15 },
                "Target": { "Arn": "arn:aws:sqs:us-east-1:123456789012:q", "RoleArn": "arn:aws:iam::123456789012:role/r", "Input": "{}",
                    "RetryPolicy": { "MaximumRetryAttempts": 3 }, "SqsParameters": { "MessageGroupId": "g" } } } } } }
            """).Schedules.Single();

        schedule.Arn.ShouldEndWith(":schedule/shop/nightly");
        (schedule.TimeZone, schedule.Enabled, schedule.FlexibleWindowMinutes).ShouldBe(("Europe/Berlin", false, 15));
        (schedule.Input, schedule.MaximumRetryAttempts, schedule.MaximumEventAgeSeconds, schedule.DeadLetterArn).ShouldBe(("{}", 3, 86_400, null));
        PropertyUse.Unread(schedule.Resource).ShouldBe(["Target.SqsParameters.MessageGroupId"]);
    }

    [Fact]
    public void A_schedule_without_role_is_refused()
    {
        var deployment = Stacks.Resolve("""
            { "Resources": { "S": { "Type": "AWS::Scheduler::Schedule", "Properties": {
                "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": { "Mode": "OFF" }, "Target": { "Arn": "arn:aws:sqs:us-east-1:123456789012:q" } } } } }
            """);

        Should.Throw<TemplateResolutionException>(() => deployment.Schedules).Message.ShouldContain("Target.RoleArn");
    }

    [Fact]
    public void An_archive_has_its_bus_pattern_and_retention()
    {
        var archive = Stacks.Resolve("""
            { "Resources": {
                "Bus": { "Type": "AWS::Events::EventBus", "Properties": { "Name": "app" } },
                "A": { "Type": "AWS::Events::Archive", "Properties": {
                    "ArchiveName": "kept", "SourceArn": { "Fn::GetAtt": ["Bus", "Arn"] }, "RetentionDays": 7, "EventPattern": { "source": ["shop"] } } } } }
            """).Archives.Single();

        (archive.Name, archive.RetentionDays).ShouldBe(("kept", 7));
        archive.Arn.ShouldEndWith(":archive/kept");
        archive.SourceArn.ShouldEndWith(":event-bus/app");
        archive.EventPattern!.ToJsonString().ShouldBe("""{"source":["shop"]}""");
    }
}

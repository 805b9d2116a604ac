using System.Text.Json.Nodes;
using SensorWatch.Contracts;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Runtime;
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
        string[] data = ["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Events::Archive"];
        foreach (var resource in data.SelectMany(stack.OfType))
        {
            ((string?)resource.Json["DeletionPolicy"]).ShouldBe(deletionPolicy);
            ((string?)resource.Json["UpdateReplacePolicy"]).ShouldBe(deletionPolicy);
        }

        var tables = stack.OfType("AWS::DynamoDB::Table");
        tables.Count.ShouldBe(4);
        foreach (var table in tables)
        {
            ((bool?)table["PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"]).ShouldBe(backups);
            ((bool?)table["DeletionProtectionEnabled"]).ShouldBe(isProtected);
        }

        ((bool?)stack.Artifact["properties"]!["terminationProtection"] ?? false).ShouldBe(isProtected);
    }

    [Theory]
    [InlineData("Dev", 7)]
    [InlineData("Staging", 30)]
    [InlineData("Prod", 365)]
    public void Every_event_of_the_bus_is_archived_for_as_long_as_the_environment_says(string stage, int days)
    {
        var stack = system[$"{stage}/State"];
        var archive = stack.OfType("AWS::Events::Archive").ShouldHaveSingleItem();

        ((int?)archive["RetentionDays"]).ShouldBe(days);
        archive["EventPattern"].ShouldBeNull();
        stack.Target(archive["SourceArn"]).LogicalId.ShouldBe(stack.OfType("AWS::Events::EventBus").ShouldHaveSingleItem().LogicalId);
    }

    [Fact]
    public void Every_contract_has_its_schema_in_the_registry()
    {
        foreach (var stack in system.Named("State"))
        {
            var registry = stack.OfType("AWS::EventSchemas::Registry").ShouldHaveSingleItem();
            var schemas = stack.OfType("AWS::EventSchemas::Schema");

            schemas.Select(schema => (string?)schema["SchemaName"])
                .ShouldBe(EventCatalogue.All.Select(contract => $"{contract.Source}@{contract.DetailType}"), ignoreOrder: true);
            foreach (var schema in schemas)
            {
                stack.Target(schema["RegistryName"]).LogicalId.ShouldBe(registry.LogicalId);
                ((string?)schema["Type"]).ShouldBe("OpenApi3");
                var content = JsonNode.Parse((string)schema["Content"]!)!;
                ((string?)schema["SchemaName"]).ShouldEndWith($"@{(string?)content["info"]!["title"]}");
            }
        }
    }

    [Fact]
    public void Changes_of_sensors_and_alerts_are_streamed_with_both_images()
    {
        foreach (var stack in system.Named("State"))
        {
            var streamed = stack.OfType("AWS::DynamoDB::Table").Where(table => table["StreamSpecification"] is not null).ToList();
            streamed.Select(table => table.LogicalId[..6]).ShouldBe(["Sensor", "Alerts"], ignoreOrder: true);
            streamed.Select(table => (string?)table["StreamSpecification", "StreamViewType"]).ShouldBe(["NEW_AND_OLD_IMAGES", "NEW_AND_OLD_IMAGES"]);
        }
    }

    [Fact]
    public void The_alerts_table_has_the_indexes_and_the_expiry_that_its_readers_expect()
    {
        foreach (var table in system.Named("State").Select(stack => stack.OfType("AWS::DynamoDB::Table").Single(t => t["TimeToLiveSpecification"] is not null)))
        {
            table["TimeToLiveSpecification"]!.ToJsonString().ShouldBe($$"""{"AttributeName":"{{AlertTable.TimeToLiveAttribute}}","Enabled":true}""");
            table["GlobalSecondaryIndexes"]!.AsArray()
                .Select(index => (
                    (string?)index!["IndexName"], (string?)index["KeySchema"]![0]!["AttributeName"], (string?)index["KeySchema"]![1]!["AttributeName"],
                    (string?)index["Projection"]!["ProjectionType"]))
                .ShouldBe(
                [
                    (AlertTable.StatusIndex, AlertTable.Status, AlertTable.OpenedAt, "ALL"),
                    (AlertTable.SubjectIndex, AlertTable.Subject, AlertTable.OpenedAt, "ALL"),
                    (AlertTable.SilenceIndex, AlertTable.Watch, AlertTable.DueAt, "KEYS_ONLY"),
                ]);
        }
    }

    [Fact]
    public void Uploads_are_private_encrypted_and_reported_and_no_remains_are_paid_for()
    {
        foreach (var stack in system.Named("State"))
        {
            var bucket = stack.OfType("AWS::S3::Bucket").ShouldHaveSingleItem();
            bucket["PublicAccessBlockConfiguration"]!.AsObject().Select(setting => (bool?)setting.Value).ShouldBe([true, true, true, true]);
            ((string?)bucket["OwnershipControls", "Rules"]![0]!["ObjectOwnership"]).ShouldBe("BucketOwnerEnforced");
            ((string?)bucket["BucketEncryption", "ServerSideEncryptionConfiguration"]![0]!["ServerSideEncryptionByDefault"]!["SSEAlgorithm"]).ShouldBe("AES256");
            ((bool?)bucket["NotificationConfiguration", "EventBridgeConfiguration", "EventBridgeEnabled"]).ShouldBe(true);
            var rule = bucket["LifecycleConfiguration", "Rules"]!.AsArray().ShouldHaveSingleItem()!;
            ((string?)rule["Status"]).ShouldBe("Enabled");
            ((int?)rule["AbortIncompleteMultipartUpload"]!["DaysAfterInitiation"]).ShouldBe(1);

            var policy = stack.OfType("AWS::S3::BucketPolicy").ShouldHaveSingleItem();
            stack.Target(policy["Bucket"]).LogicalId.ShouldBe(bucket.LogicalId);
            RefusesPlainHttp(policy["PolicyDocument", "Statement"]!.AsArray().ShouldHaveSingleItem()!).ShouldBeTrue();
        }
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
    [InlineData("AWS::SQS::Queue", true, "ApproximateNumberOfMessagesVisible", 0)]
    [InlineData("AWS::SQS::Queue", false, "ApproximateAgeOfOldestMessage", null)]
    [InlineData("AWS::Lambda::Function", null, "Errors", 0)]
    [InlineData("AWS::Lambda::Function", null, "Throttles", 0)]
    [InlineData("AWS::Lambda::Function", null, "Duration", null)]
    [InlineData("AWS::Events::Rule", null, "InvocationsFailedToBeSentToDlq", 0)]
    [InlineData("AWS::ApiGatewayV2::Api", null, "5xx", 0)]
    public void Whatever_can_fail_has_an_alarm_that_tells_someone(string type, bool? isDeadLetterQueue, string metric, int? threshold)
    {
        foreach (var services in system.Named("Services"))
        {
            var monitoring = system[services.Id.Replace("/Services", "/Monitoring", StringComparison.Ordinal)];
            var alarms = monitoring.OfType("AWS::CloudWatch::Alarm").Where(alarm => (string?)alarm["MetricName"] == metric).ToList();
            var watched = services.OfType(type).Where(r => isDeadLetterQueue is null || isDeadLetterQueue == r["RedrivePolicy"] is null).ToList();

            watched.ShouldNotBeEmpty();
            alarms.Count.ShouldBe(watched.Count);
            foreach (var resource in watched)
            {
                var alarm = alarms.Where(a => Watches(a, resource)).ShouldHaveSingleItem();
                ((string?)alarm["ComparisonOperator"]).ShouldBe("GreaterThanThreshold");
                ((string?)alarm["TreatMissingData"]).ShouldBe("notBreaching");
                if (threshold is { } limit)
                {
                    ((int?)alarm["Threshold"]).ShouldBe(limit);
                }
            }
        }
    }

    [Fact]
    public void Every_alarm_tells_the_topic_when_it_goes_off_and_when_it_is_over()
    {
        foreach (var monitoring in system.Named("Monitoring"))
        {
            var topic = monitoring.OfType("AWS::SNS::Topic").ShouldHaveSingleItem();
            foreach (var alarm in monitoring.OfType("AWS::CloudWatch::Alarm"))
            {
                monitoring.Target(alarm["AlarmActions"]!.AsArray().ShouldHaveSingleItem()).ShouldBe(topic);
                monitoring.Target(alarm["OKActions"]!.AsArray().ShouldHaveSingleItem()).ShouldBe(topic);
            }
        }
    }

    [Fact]
    public void A_message_is_late_when_it_was_handed_out_twice_and_a_function_is_slow_near_its_time_out()
    {
        foreach (var services in system.Named("Services"))
        {
            var alarms = system[services.Id.Replace("/Services", "/Monitoring", StringComparison.Ordinal)].OfType("AWS::CloudWatch::Alarm");
            foreach (var queue in services.OfType("AWS::SQS::Queue").Where(q => q["RedrivePolicy"] is not null))
            {
                var alarm = alarms.Single(a => (string?)a["MetricName"] == "ApproximateAgeOfOldestMessage" && Watches(a, queue));
                ((int?)alarm["Threshold"]).ShouldBe(2 * (int)queue["VisibilityTimeout"]!);
            }

            foreach (var function in services.OfType("AWS::Lambda::Function"))
            {
                var alarm = alarms.Single(a => (string?)a["MetricName"] == "Duration" && Watches(a, function));
                ((double?)alarm["Threshold"]).ShouldBe(800 * (int)function["Timeout"]!);
            }
        }
    }

    [Fact]
    public void A_table_whose_changes_become_events_late_is_noticed()
    {
        foreach (var services in system.Named("Services"))
        {
            var alarm = system[services.Id.Replace("/Services", "/Monitoring", StringComparison.Ordinal)].OfType("AWS::CloudWatch::Alarm")
                .Where(a => (string?)a["MetricName"] == "IteratorAge").ShouldHaveSingleItem();
            Watches(alarm, services.OfType("AWS::Lambda::Function").Single(f => (string?)f["Handler"] == "PublishChanges")).ShouldBeTrue();
            ((int?)alarm["Threshold"]).ShouldBe(300_000);
        }
    }

    [Fact]
    public void A_metric_of_a_rule_names_its_bus_unless_that_is_the_default_one()
    {
        foreach (var monitoring in system.Named("Monitoring"))
        {
            var counts = monitoring.OfType("AWS::CloudWatch::Alarm").Where(a => (string?)a["MetricName"] == "InvocationsFailedToBeSentToDlq")
                .Select(alarm => alarm["Dimensions"]!.AsArray())
                .ToLookup(dimensions => dimensions.Any(d => (string?)d!["Name"] == "EventBusName"), dimensions => NameAfter(dimensions));

            // The ARN of a rule is …:rule/NAME on the default bus, and …:rule/BUS/NAME on another.
            counts[true].Distinct().ShouldBe([2]);
            counts[false].Distinct().ShouldBe([1]);
        }

        static int NameAfter(JsonArray dimensions) => (int)dimensions.Single(d => (string?)d!["Name"] == "RuleName")!["Value"]!["Fn::Select"]![0]!;
    }

    [Fact]
    public void An_environment_has_one_dashboard_that_shows_every_alarm()
    {
        foreach (var monitoring in system.Named("Monitoring"))
        {
            var dashboard = monitoring.OfType("AWS::CloudWatch::Dashboard").ShouldHaveSingleItem();
            var environment = KnownEnvironments.All.Single(known => monitoring.Id.StartsWith(known.StageId, StringComparison.Ordinal));
            ((string?)dashboard["DashboardName"]).ShouldBe($"sensorwatch-{environment.Name}");
            var body = dashboard["DashboardBody"]!.ToJsonString();
            monitoring.OfType("AWS::CloudWatch::Alarm").ShouldAllBe(alarm => body.Contains($"\"{alarm.LogicalId}\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_dashboard_shows_all_that_functions_count()
    {
        foreach (var monitoring in system.Named("Monitoring"))
        {
            var dashboard = monitoring.OfType("AWS::CloudWatch::Dashboard").ShouldHaveSingleItem();
            var body = string.Concat(dashboard["DashboardBody", "Fn::Join"]![1]!.AsArray().Select(part => part is JsonValue text ? (string?)text : "?"));

            foreach (var handler in HandlerTable.All)
            {
                foreach (var metric in handler.WrittenMetrics)
                {
                    body.ShouldContain($"[\"{Metrics.Namespace}\",\"{metric}\",\"{Metrics.Dimension}\",\"?\",{{\"label\":\"{metric}, {handler.Name}\"");
                }
            }
        }
    }

    [Fact]
    public void Every_metric_is_counted_by_some_handler() =>
        HandlerTable.All.SelectMany(handler => handler.WrittenMetrics).Distinct().ShouldBe(Enum.GetValues<BusinessMetric>(), ignoreOrder: true);

    [Fact]
    public void The_alarm_topic_takes_this_accounts_alarms()
    {
        foreach (var stack in system.Named("Monitoring"))
        {
            var statements = stack.OfType("AWS::SNS::TopicPolicy").ShouldHaveSingleItem()["PolicyDocument", "Statement"]!.AsArray();

            var allowed = statements.Where(s => (string?)s!["Effect"] == "Allow").ShouldHaveSingleItem()!;
            ((string?)allowed["Principal"]!["Service"]).ShouldBe("cloudwatch.amazonaws.com");
            ((string?)allowed["Condition"]!["StringEquals"]!["aws:SourceAccount"]!["Ref"]).ShouldBe("AWS::AccountId");
        }
    }

    [Fact]
    public void Topics_refuse_plain_http()
    {
        foreach (var stack in system.Named("State").Concat(system.Named("Monitoring")))
        {
            var topic = stack.OfType("AWS::SNS::Topic").ShouldHaveSingleItem();
            var policy = stack.OfType("AWS::SNS::TopicPolicy").ShouldHaveSingleItem();
            stack.Target(policy["Topics"]![0]).LogicalId.ShouldBe(topic.LogicalId);
            policy["PolicyDocument", "Statement"]!.AsArray().ShouldContain(statement => RefusesPlainHttp(statement!));
        }
    }

    private static bool RefusesPlainHttp(JsonNode statement) =>
        (string?)statement["Effect"] == "Deny" && (string?)statement["Condition"]!["Bool"]!["aws:SecureTransport"] == "false";

    // A dimension imports the resource's name or ARN, and CDK puts the logical id into the export's name.
    private static bool Watches(TemplateResource alarm, TemplateResource resource) => alarm["Dimensions"]!.AsArray()
        .Any(dimension => dimension!["Value"]!.ToJsonString().Contains(resource.LogicalId, StringComparison.Ordinal));
}

using System.Text.Json.Nodes;
using SensorWatch.Functions.Handlers;
using SensorWatch.Infra.Tests.Synthesis;

namespace SensorWatch.Infra.Tests;

/// <summary>What must hold between a rule and its function, in every environment.</summary>
[Collection(SynthesisTests.Name)]
public sealed class DeliveryTests(SynthesizedSystem system)
{
    [Theory]
    [InlineData(nameof(StoreReadings), """{"source":["sensorwatch.readings"],"detail-type":["ReadingsRecorded"]}""")]
    [InlineData(
        nameof(CheckLimits),
        """{"source":["sensorwatch.readings","sensorwatch.sensors"],"detail-type":["ReadingsRecorded","SensorRegistered","LimitsChanged"]}""")]
    [InlineData(
        nameof(NotifyOperators),
        """{"source":["sensorwatch.alerts"],"detail-type":["AlertOpened"],"detail":{"data":{"alert":{"severity":["critical"]}}}}""",
        """{"source":["sensorwatch.uploads"],"detail-type":["UploadRejected"]}""")]
    public void A_consumer_is_given_exactly_the_events_that_it_is_for(string handler, params string[] patterns)
    {
        foreach (var stack in system.Named("Services"))
        {
            var rules = RulesOf(stack, handler);

            rules.Select(rule => rule["EventPattern"]!.ToJsonString()).ShouldBe(patterns);
            foreach (var rule in rules)
            {
                var bus = system.Imported(rule["EventBusName"]!["Fn::ImportValue"]);
                ((string?)bus.Json["Type"]).ShouldBe("AWS::Events::EventBus");
            }
        }
    }

    [Fact]
    public void An_uploaded_file_of_the_bucket_is_imported_and_nothing_else_that_lies_there()
    {
        foreach (var stack in system.Named("Services"))
        {
            var rule = RulesOf(stack, nameof(ImportReadings)).ShouldHaveSingleItem();

            rule["EventBusName"].ShouldBeNull("S3 reports to the default bus");
            rule["EventPattern", "source"]!.ToJsonString().ShouldBe("""["aws.s3"]""");
            rule["EventPattern", "detail-type"]!.ToJsonString().ShouldBe("""["Object Created"]""");
            rule["EventPattern", "detail", "object"]!.ToJsonString().ShouldBe("""{"key":[{"suffix":{"equals-ignore-case":".csv"}}]}""");
            var bucket = rule["EventPattern", "detail", "bucket", "name"]!.AsArray().ShouldHaveSingleItem();
            ((string?)system.Imported(bucket!["Fn::ImportValue"]).Json["Type"]).ShouldBe("AWS::S3::Bucket");
        }
    }

    [Fact]
    public void Alarms_become_alerts_but_for_those_on_the_way_that_makes_them_alerts()
    {
        string[] alerting = [nameof(RecordSystemAlert), nameof(PublishChanges), nameof(NotifyOperators)];
        foreach (var stack in system.Named("Services"))
        {
            var environment = EnvironmentOf(stack);
            var rule = RulesOf(stack, nameof(RecordSystemAlert)).ShouldHaveSingleItem();
            rule["EventBusName"].ShouldBeNull("CloudWatch reports to the default bus");
            rule["EventPattern", "detail", "state"]!.ToJsonString().ShouldBe("""{"value":["ALARM","OK"]}""");
            var prefix = (string)rule["EventPattern", "detail", "alarmName"]![0]!["prefix"]!;
            prefix.ShouldBe($"sensorwatch-{environment.Name}-system-");

            var names = system[$"{environment.StageId}/Monitoring"].OfType("AWS::CloudWatch::Alarm").Select(alarm => (string)alarm["AlarmName"]!).ToList();
            var others = names.Where(name => !name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            others.ShouldAllBe(name => alerting.Any(handler => name.StartsWith($"sensorwatch-{environment.Name}-alerting-{handler}-", StringComparison.Ordinal)));
            names.Except(others).ShouldAllBe(name => !alerting.Any(handler => name.Contains(handler, StringComparison.Ordinal)));
            names.ShouldBeUnique();
        }
    }

    [Fact]
    public void Silence_is_looked_for_every_minute()
    {
        foreach (var stack in system.Named("Services"))
        {
            var rule = RulesOf(stack, nameof(DetectSilence)).ShouldHaveSingleItem();
            ((string?)rule["ScheduleExpression"]).ShouldBe("rate(1 minute)");
            rule["EventPattern"].ShouldBeNull();
            rule["EventBusName"].ShouldBeNull("schedules exist on the default bus only");
        }
    }

    [Fact]
    public void Every_rule_is_enabled() =>
        All("AWS::Events::Rule").Select(rule => (string?)rule.Resource["State"]).ShouldAllBe(state => state == "ENABLED");

    [Fact]
    public void A_files_message_is_alone_in_its_batch()
    {
        foreach (var (stack, mapping) in QueueMappings().Where(m => HandlerOf(m.Stack, m.Resource) == nameof(ImportReadings)))
        {
            ((int?)mapping["BatchSize"]).ShouldBe(1);
            ((int?)stack.Target(mapping["FunctionName"])["Timeout"]).ShouldBe(900);
        }
    }

    [Fact]
    public void A_rule_keeps_what_it_cannot_deliver()
    {
        foreach (var (stack, target) in Targets())
        {
            stack.Target(target["DeadLetterConfig"]!["Arn"]).Json["Type"]!.GetValue<string>().ShouldBe("AWS::SQS::Queue");
            ((int?)target["RetryPolicy"]!["MaximumRetryAttempts"]).ShouldBe(185);
            ((int?)target["RetryPolicy"]!["MaximumEventAgeInSeconds"]).ShouldBe(86_400);
        }
    }

    [Fact]
    public void A_queue_lets_in_exactly_the_rules_that_send_to_it()
    {
        foreach (var (stack, queue) in All("AWS::SQS::Queue"))
        {
            var senders = stack.OfType("AWS::Events::Rule")
                .Where(rule => rule["Targets"]!.AsArray().Any(target =>
                    stack.Target(target!["Arn"]) == queue || stack.Target(target["DeadLetterConfig"]!["Arn"]) == queue))
                .ToList();
            var allowed = Statements(stack, queue).Where(statement => (string?)statement["Effect"] == "Allow").ToList();
            if (senders.Count == 0)
            {
                allowed.ShouldBeEmpty();
                continue;
            }

            var statement = allowed.ShouldHaveSingleItem();
            ((string?)statement["Action"]).ShouldBe("sqs:SendMessage");
            ((string?)statement["Principal"]!["Service"]).ShouldBe("events.amazonaws.com");
            stack.Target(statement["Resource"]).LogicalId.ShouldBe(queue.LogicalId);
            var condition = statement["Condition"]!.AsObject().ShouldHaveSingleItem();
            condition.Key.ShouldBe("ArnEquals");
            condition.Value!["aws:SourceArn"]!.AsArray().Select(arn => stack.Target(arn).LogicalId)
                .ShouldBe(senders.Select(rule => rule.LogicalId), ignoreOrder: true);
        }
    }

    [Fact]
    public void Every_queue_is_encrypted_and_refuses_plain_http()
    {
        foreach (var (stack, queue) in All("AWS::SQS::Queue"))
        {
            ((bool?)queue["SqsManagedSseEnabled"]).ShouldBe(true);
            Statements(stack, queue).ShouldContain(statement =>
                (string?)statement["Effect"] == "Deny"
                && (string?)statement["Action"] == "sqs:*"
                && (string?)statement["Condition"]!["Bool"]!["aws:SecureTransport"] == "false");
        }
    }

    [Fact]
    public void A_message_stays_invisible_for_six_time_outs_and_the_window()
    {
        foreach (var (stack, mapping) in QueueMappings())
        {
            var timeout = (int)stack.Target(mapping["FunctionName"])["Timeout"]!;
            var window = (int)mapping["MaximumBatchingWindowInSeconds"]!;

            ((int)stack.Target(mapping["EventSourceArn"])["VisibilityTimeout"]!).ShouldBeGreaterThanOrEqualTo((6 * timeout) + window);
        }
    }

    [Fact]
    public void A_poison_message_is_kept_longer_than_a_healthy_one()
    {
        foreach (var (stack, mapping) in QueueMappings())
        {
            var queue = stack.Target(mapping["EventSourceArn"]);
            var deadLetters = stack.Target(queue["RedrivePolicy", "deadLetterTargetArn"]);

            ((int?)queue["RedrivePolicy", "maxReceiveCount"]).ShouldBe(5);
            ((int)deadLetters["MessageRetentionPeriod"]!).ShouldBe(14 * 86_400);
            ((int)queue["MessageRetentionPeriod"]!).ShouldBeLessThan(14 * 86_400);
        }
    }

    [Fact]
    public void Lambda_heeds_the_failures_that_a_handler_reports_and_the_environments_concurrency()
    {
        foreach (var (stack, mapping) in QueueMappings())
        {
            mapping["FunctionResponseTypes"]!.AsArray().Select(type => (string?)type).ShouldBe(["ReportBatchItemFailures"]);
            ((int?)mapping["ScalingConfig", "MaximumConcurrency"]).ShouldBe(EnvironmentOf(stack).MaximumConsumerConcurrency);
        }
    }

    [Fact]
    public void A_change_that_fails_stops_the_others_for_a_while_only_and_is_not_forgotten()
    {
        var mappings = StreamMappings().ToList();
        mappings.Count.ShouldBe(2 * Environments.KnownEnvironments.All.Count);
        foreach (var (stack, mapping) in mappings)
        {
            HandlerOf(stack, mapping).ShouldBe(nameof(PublishChanges));
            ((string?)mapping["StartingPosition"]).ShouldBe("TRIM_HORIZON");
            ((bool?)mapping["BisectBatchOnFunctionError"]).ShouldBe(true);
            ((int)mapping["MaximumRetryAttempts"]!).ShouldBeInRange(1, 100);
            ((int)mapping["MaximumRecordAgeInSeconds"]!).ShouldBeInRange(3_600, 23 * 3_600);
            ((int)mapping["ParallelizationFactor"]!).ShouldBeInRange(1, 10);
            mapping["FunctionResponseTypes"]!.ToJsonString().ShouldBe("""["ReportBatchItemFailures"]""");
            var failures = stack.Target(mapping["DestinationConfig", "OnFailure", "Destination"]);
            ((int?)failures["MessageRetentionPeriod"]).ShouldBe(14 * 86_400);
        }
    }

    [Fact]
    public void Streams_are_those_of_the_sensors_and_of_the_alerts_among_their_tables_items()
    {
        var mappings = StreamMappings().Where(m => m.Stack.Id == "Dev/Services").Select(m => m.Resource).ToList();

        mappings.Select(mapping => system.Imported(mapping["EventSourceArn"]!["Fn::ImportValue"]).LogicalId[..6]).ShouldBe(["Sensor", "Alerts"], ignoreOrder: true);
        mappings.Select(mapping => (string?)mapping["FilterCriteria"]?["Filters"]![0]!["Pattern"])
            .ShouldBe([null, """{"dynamodb":{"Keys":{"id":{"S":[{"prefix":"alert#"}]}}}}"""], ignoreOrder: true);
    }

    private static List<TemplateResource> RulesOf(StackTemplate stack, string handler)
    {
        var mapping = stack.OfType("AWS::Lambda::EventSourceMapping").Single(m => HandlerOf(stack, m) == handler);
        var queue = stack.Target(mapping["EventSourceArn"]);
        return [.. stack.OfType("AWS::Events::Rule").Where(rule => stack.Target(rule["Targets"]![0]!["Arn"]) == queue)];
    }

    private static string? HandlerOf(StackTemplate stack, TemplateResource mapping) => (string?)stack.Target(mapping["FunctionName"])["Handler"];

    private static Environments.EnvironmentSettings EnvironmentOf(StackTemplate stack) =>
        Environments.KnownEnvironments.All.Single(known => stack.Id.StartsWith($"{known.StageId}/", StringComparison.Ordinal));

    // A queue is of the same stack, a stream of another.
    private IEnumerable<(StackTemplate Stack, TemplateResource Resource)> QueueMappings() =>
        All("AWS::Lambda::EventSourceMapping").Where(m => m.Resource["EventSourceArn", "Fn::GetAtt"] is not null);

    private IEnumerable<(StackTemplate Stack, TemplateResource Resource)> StreamMappings() =>
        All("AWS::Lambda::EventSourceMapping").Where(m => m.Resource["EventSourceArn", "Fn::ImportValue"] is not null);

    private List<(StackTemplate Stack, TemplateResource Resource)> All(string type)
    {
        var found = system.Named("Services").SelectMany(stack => stack.OfType(type).Select(resource => (stack, resource))).ToList();
        found.ShouldNotBeEmpty();
        return found;
    }

    private IEnumerable<(StackTemplate Stack, JsonNode Target)> Targets() =>
        All("AWS::Events::Rule").SelectMany(rule => rule.Resource["Targets"]!.AsArray().Select(target => (rule.Stack, target!)));

    private static List<JsonNode> Statements(StackTemplate stack, TemplateResource queue) =>
    [
        .. stack.OfType("AWS::SQS::QueuePolicy")
            .Where(policy => stack.Target(policy["Queues"]![0]).LogicalId == queue.LogicalId)
            .SelectMany(policy => policy["PolicyDocument", "Statement"]!.AsArray())
            .Select(statement => statement!),
    ];
}

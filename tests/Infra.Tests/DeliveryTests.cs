using System.Text.Json.Nodes;
using SensorWatch.Contracts;
using SensorWatch.Functions.Handlers;
using SensorWatch.Infra.Patterns;
using SensorWatch.Infra.Tests.Synthesis;

namespace SensorWatch.Infra.Tests;

/// <summary>What must hold between a rule and its function, in every environment.</summary>
[Collection(SynthesisTests.Name)]
public sealed class DeliveryTests(SynthesizedSystem system)
{
    [Fact]
    public void StoreReadings_is_given_exactly_the_events_of_its_contract()
    {
        foreach (var stack in system.Named("Services"))
        {
            var mapping = stack.OfType("AWS::Lambda::EventSourceMapping")
                .Single(m => (string?)stack.Target(m["FunctionName"])["Handler"] == nameof(StoreReadings));
            var queue = stack.Target(mapping["EventSourceArn"]);
            var rule = stack.OfType("AWS::Events::Rule").Single(r => stack.Target(r["Targets"]![0]!["Arn"]) == queue);

            JsonNode.DeepEquals(rule["EventPattern"], On.Event<ReadingsRecorded>().ToJson()).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_rule_is_enabled_and_listens_to_the_systems_bus()
    {
        foreach (var (stack, rule) in All("AWS::Events::Rule"))
        {
            ((string?)rule["State"]).ShouldBe("ENABLED");
            var import = (string?)rule["EventBusName"]!["Fn::ImportValue"];
            var state = system[stack.Id.Replace("/Services", "/State", StringComparison.Ordinal)];
            var export = state.Json["Outputs"]!.AsObject().Single(output => (string?)output.Value!["Export"]!["Name"] == import).Value!;
            ((string?)state.Target(export["Value"]).Json["Type"]).ShouldBe("AWS::Events::EventBus");
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
    public void A_queue_lets_in_exactly_the_rule_that_sends_to_it()
    {
        foreach (var (stack, rule) in All("AWS::Events::Rule"))
        {
            var target = rule["Targets"]!.AsArray().ShouldHaveSingleItem()!;

            foreach (var queue in new[] { stack.Target(target["Arn"]), stack.Target(target["DeadLetterConfig"]!["Arn"]) })
            {
                var allowed = Statements(stack, queue).Where(statement => (string?)statement["Effect"] == "Allow").ShouldHaveSingleItem();
                ((string?)allowed["Action"]).ShouldBe("sqs:SendMessage");
                ((string?)allowed["Principal"]!["Service"]).ShouldBe("events.amazonaws.com");
                stack.Target(allowed["Resource"]).LogicalId.ShouldBe(queue.LogicalId);
                var condition = allowed["Condition"]!.AsObject().ShouldHaveSingleItem();
                condition.Key.ShouldBe("ArnEquals");
                stack.Target(condition.Value!["aws:SourceArn"]).LogicalId.ShouldBe(rule.LogicalId);
            }
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
        foreach (var (stack, mapping) in All("AWS::Lambda::EventSourceMapping"))
        {
            var timeout = (int)stack.Target(mapping["FunctionName"])["Timeout"]!;
            var window = (int)mapping["MaximumBatchingWindowInSeconds"]!;

            ((int)stack.Target(mapping["EventSourceArn"])["VisibilityTimeout"]!).ShouldBeGreaterThanOrEqualTo((6 * timeout) + window);
        }
    }

    [Fact]
    public void A_poison_message_is_kept_longer_than_a_healthy_one()
    {
        foreach (var (stack, mapping) in All("AWS::Lambda::EventSourceMapping"))
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
        foreach (var (stack, mapping) in All("AWS::Lambda::EventSourceMapping"))
        {
            mapping["FunctionResponseTypes"]!.AsArray().Select(type => (string?)type).ShouldBe(["ReportBatchItemFailures"]);
            var environment = Environments.KnownEnvironments.All.Single(known => stack.Id.StartsWith(known.StageId, StringComparison.Ordinal));
            ((int?)mapping["ScalingConfig", "MaximumConcurrency"]).ShouldBe(environment.MaximumConsumerConcurrency);
        }
    }

    private IEnumerable<(StackTemplate Stack, TemplateResource Resource)> All(string type)
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

using System.Text.Json.Nodes;
using SensorWatch.Local.Tests.Events;
using SensorWatch.Local.Tests.Queues;
using SensorWatch.Local.Tests.Topics;
using SensorWatch.Templates.Resources;
using static SensorWatch.Local.Tests.Functions.TestFunctions;

namespace SensorWatch.Local.Tests.Functions;

/// <summary>Functions that EventBridge's rules and SNS's topics invoke.</summary>
public class FunctionTargetTests
{
    private const string Rules = "events.amazonaws.com";
    private const string Topics = "sns.amazonaws.com";

    [Fact]
    public async Task A_rule_invokes_a_function_asynchronously_with_the_event()
    {
        using var events = Events(Allow(Rules, EventFixture.RuleArn("orders")));

        await events.PutAsync(EventFixture.Entry(detail: """{"a":1}"""));

        var accepted = events.Functions.Accepted().ShouldHaveSingleItem();
        accepted["detail-type"]!.GetValue<string>().ShouldBe("Ordered");
        accepted["detail"]!["a"]!.GetValue<int>().ShouldBe(1);
        events.Queues.Receive("dead").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_function_gets_what_the_target_makes_of_the_event()
    {
        using var events = Events(Allow(Rules, EventFixture.RuleArn("orders")), Target() with { InputPath = "$.detail" });

        await events.PutAsync(EventFixture.Entry(detail: """{"a":1}"""));

        events.Functions.Accepted().ShouldHaveSingleItem().ToJsonString().ShouldBe("""{"a":1}""");
    }

    [Theory]
    [InlineData("no permission", null, null)]
    [InlineData("another rule's", Rules, "another")]
    [InlineData("another service's", "s3.amazonaws.com", "orders")]
    public async Task An_event_that_a_functions_policy_keeps_out_goes_to_the_targets_dead_letter_queue(string what, string? principal, string? rule)
    {
        using var events = Events(principal is null ? null : Allow(principal, EventFixture.RuleArn(rule!)));

        await events.PutAsync(EventFixture.Entry());

        events.Functions.Accepted().ShouldBeEmpty(what);
        var dead = events.Queues.Receive("dead").ShouldHaveSingleItem();
        dead.Attributes["ERROR_CODE"].StringValue.ShouldBe("NO_PERMISSIONS");
        dead.Attributes["ERROR_MESSAGE"].StringValue!.ShouldContain("lambda:InvokeFunction");
        dead.Attributes["TARGET_ARN"].StringValue.ShouldBe(Arn("Handle"));
    }

    [Fact]
    public async Task A_permission_may_name_its_source_with_wildcards()
    {
        using var events = Events(Allow(Rules, EventFixture.RuleArn("*")));

        await events.PutAsync(EventFixture.Entry());

        events.Functions.Accepted().Count.ShouldBe(1);
    }

    [Fact]
    public void A_topic_invokes_a_subscribed_function_with_its_message()
    {
        using var topic = Topic(Allow(Topics, TopicFixture.TopicArn));

        var id = topic.Service.Publish(TopicFixture.TopicArn, new() { Message = "It is hot" });

        JsonNode.DeepEquals(topic.Functions.Accepted().ShouldHaveSingleItem(), JsonNode.Parse($$$"""
            {"Records":[{"EventSource":"aws:sns","EventVersion":"1.0","EventSubscriptionArn":"{{{TopicFixture.TopicArn}}}:lambda",
              "Sns":{"Type":"Notification","MessageId":"{{{id}}}","TopicArn":"{{{TopicFixture.TopicArn}}}","Subject":null,"Message":"It is hot",
                "Timestamp":"2026-03-01T12:00:00.000Z","MessageAttributes":{} } } ] }
            """)).ShouldBeTrue();
        topic.Service.Messages(TopicFixture.TopicArn).Single().Deliveries.Single().Problem.ShouldBeNull();
    }

    [Fact]
    public void A_message_that_a_functions_policy_keeps_out_goes_to_the_subscriptions_dead_letter_queue()
    {
        using var topic = Topic(null);

        topic.Service.Publish(TopicFixture.TopicArn, new() { Message = "It is hot" });

        topic.Functions.Accepted().ShouldBeEmpty();
        topic.Queues.Receive("dead").ShouldHaveSingleItem().Body.ShouldContain("It is hot");
        topic.Service.Messages(TopicFixture.TopicArn).Single().Deliveries.Single().Problem!.ShouldContain("lambda:InvokeFunction");
    }

    private static RuleTarget Target() => new() { Id = "function", Arn = Arn("Handle"), DeadLetterArn = QueueFixture.Arn("dead") };

    private static EventFixture Events(FunctionPermissionResource? permission, RuleTarget? target = null) => new(
        [EventFixture.Rule("orders", "shop", target ?? Target())],
        [EventFixture.Allow("dead", "orders")],
        permission is null ? [] : [permission],
        null,
        QueueFixture.Queue("dead"));

    private static TopicFixture Topic(FunctionPermissionResource? permission) => new(
        [TopicFixture.Subscription("lambda", Arn("Handle"), deadLetterQueue: "dead")],
        [TopicFixture.Allow("dead")],
        permission is null ? [] : [permission],
        QueueFixture.Queue("dead"));
}

using SensorWatch.Local.Queues;
using SensorWatch.Templates.Resources;
using static SensorWatch.Local.Tests.Events.EventFixture;

namespace SensorWatch.Local.Tests.Events;

public sealed class TargetPermissionTests
{
    private const string EnforceTls = """{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sqs:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}""";
    private const string Service = "\"Principal\":{\"Service\":\"events.amazonaws.com\"}";

    [Fact]
    public async Task An_event_that_a_queues_policy_keeps_out_goes_to_the_targets_dead_letter_queue_as_it_came()
    {
        using var events = Events(Allow("orders", "another rule"), Allow("dead", "orders"));

        var answer = await events.PutAsync(Entry(detail: """{"a":1}"""));

        answer["FailedEntryCount"]!.GetValue<int>().ShouldBe(0);
        events.Queues.Receive("orders").ShouldBeEmpty();
        var dead = events.Queues.Receive("dead").Single();
        dead.Body.ShouldEndWith("""{"a":1}}""");
        dead.Body.ShouldContain(answer["Entries"]![0]!["EventId"]!.GetValue<string>());
        Text(dead, "ERROR_CODE").ShouldBe("NO_PERMISSIONS");
        Text(dead, "RULE_ARN").ShouldBe(RuleArn("orders"));
        Text(dead, "TARGET_ARN").ShouldBe(Queues.QueueFixture.Arn("orders"));
        Text(dead, "RETRY_ATTEMPTS").ShouldBe("0");
        Text(dead, "ERROR_MESSAGE").ShouldContain("sqs:SendMessage");
        dead.Attributes.ContainsKey("EXHAUSTED_RETRY_CONDITION").ShouldBeFalse();
        events.Log.Lines.ShouldContain(line => line.Contains("NO_PERMISSIONS") && line.Contains("dead-letter queue"));
    }

    [Fact]
    public async Task A_dead_letter_queue_without_a_policy_for_the_rule_gets_nothing_either()
    {
        using var events = Events();

        await events.PutAsync(Entry());

        events.Queues.Receive("dead").ShouldBeEmpty();
        events.Log.Lines.ShouldContain(line => line.Contains("It is lost"));
    }

    [Fact]
    public async Task An_event_for_a_queue_that_does_not_exist_goes_to_the_targets_dead_letter_queue()
    {
        using var events = new EventFixture(
            [Rule("orders", "shop", Target("missing", "dead"))], [Allow("dead", "orders")], Queues.QueueFixture.Queue("dead"));

        await events.PutAsync(Entry());

        Text(events.Queues.Receive("dead").Single(), "ERROR_CODE").ShouldBe("NO_RESOURCE");
    }

    [Fact]
    public async Task An_event_that_the_queue_refuses_goes_to_the_targets_dead_letter_queue()
    {
        using var events = new EventFixture(
            [Rule("orders", "shop", Target("small", "dead"))],
            [Allow("small", "orders"), Allow("dead", "orders")],
            Queues.QueueFixture.Queue("small") with { MaximumMessageSize = 1_024 },
            Queues.QueueFixture.Queue("dead"));

        await events.PutAsync(Entry(detail: $$"""{"a":"{{new string('x', 1_024)}}"}"""));

        Text(events.Queues.Receive("dead").Single(), "ERROR_MESSAGE").ShouldContain("shorter than 1024 bytes");
    }

    [Theory]
    [InlineData(true, $$"""{"Effect":"Allow",{{Service}},"Action":"sqs:SendMessage","Resource":"*"}""")]
    [InlineData(true, """{"Effect":"Allow","Principal":"*","Action":"SQS:Send*","Resource":"arn:aws:sqs:*:*:orders"}""")]
    [InlineData(true, $$"""{"Effect":"Allow",{{Service}},"Action":"sqs:*"}""", EnforceTls)]
    [InlineData(true, $$$"""{"Effect":"Allow",{{{Service}}},"Action":"sqs:*","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:events:*:*:rule/app/*"} } }""")]
    [InlineData(true, $$$"""{"Effect":"Allow",{{{Service}}},"Action":"sqs:*","Condition":{"StringEquals":{"AWS:SourceAccount":["1","111122223333"]} } }""")]
    [InlineData(true, $$$"""{"Effect":"Allow",{{{Service}}},"Action":"sqs:*","Condition":{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-1"} } }""")]
    [InlineData(false, $$$"""{"Effect":"Allow",{{{Service}}},"Action":"sqs:*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"} } }""")]
    [InlineData(false, $$$"""{"Effect":"Allow",{{{Service}}},"Action":"sqs:*","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:events:*"} } }""")]
    [InlineData(false, $$$"""{"Effect":"Allow",{{{Service}}},"Action":"sqs:*","Condition":{"StringEquals":{"aws:SourceArn":"arn:aws:events:*:*:rule/app/*"} } }""")]
    [InlineData(false, $$"""{"Effect":"Allow",{{Service}},"Action":"sqs:ReceiveMessage","Resource":"*"}""")]
    [InlineData(false, """{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}""")]
    [InlineData(false, """{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sqs:SendMessage","Resource":"*"}""")]
    [InlineData(false, $$"""{"Effect":"Allow",{{Service}},"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111122223333:other"}""")]
    [InlineData(false, $$"""{"Effect":"Allow",{{Service}},"Action":"sqs:*"}""", """{"Effect":"Deny","Principal":"*","NotAction":"sqs:DeleteQueue"}""")]
    public async Task A_queues_policy_decides_as_IAM_does(bool allowed, params string[] statements)
    {
        using var events = Events(Policy("orders", statements));

        await events.PutAsync(Entry());

        events.Queues.Receive("orders").Count.ShouldBe(allowed ? 1 : 0);
    }

    [Fact]
    public void A_policy_with_a_condition_operator_that_does_not_exist_is_refused()
    {
        var policy = Policy("orders", """{"Effect":"Deny","Principal":"*","Action":"*","Condition":{"Near":{"aws:SourceIp":"10.0.0.0/8"}}}""");

        Should.Throw<RefusedException>(() => Events(policy)).Message.ShouldStartWith(
            "Test/ordersPolicy: Statement[0].Condition.Near: there is no such condition operator");
    }

    private static EventFixture Events(params QueuePolicyResource[] policies) => new(
        [Rule("orders", "shop", Target("orders", "dead"))],
        policies,
        Queues.QueueFixture.Queue("orders"),
        Queues.QueueFixture.Queue("dead"));

    private static string Text(ReceivedMessage message, string attribute) => message.Attributes[attribute].StringValue.ShouldNotBeNull();
}

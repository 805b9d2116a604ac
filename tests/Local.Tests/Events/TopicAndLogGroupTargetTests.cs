using System.Text.Json;

namespace SensorWatch.Local.Tests.Events;

public sealed class TopicAndLogGroupTargetTests
{
    private const string Topic = """{ "Ref": "News" }""";
    private const string Group = """{ "Fn::GetAtt": ["Group", "Arn"] }""";
    private const string Publish = """ "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, "Action": "sns:Publish", "Resource": "*" """;
    private const string Write = """ "Effect": "Allow", "Principal": { "Service": ["events.amazonaws.com", "delivery.logs.amazonaws.com"] }, "Action": ["logs:CreateLogStream", "logs:PutLogEvents"] """;

    [Fact]
    public void A_topics_subscribers_get_what_a_rule_sends()
    {
        using var events = WithTopic($$"""{ {{Publish}} }""", """, "InputTransformer": { "InputPathsMap": { "n": "$.detail.n" }, "InputTemplate": "\"order <n>\"" }""");

        events.Put("""{"n":7}""");

        var message = events.Topics.Messages(events.Deployment.Topics[0].Arn).Single();
        message.Message.ShouldBe("\"order 7\"");
        JsonDocument.Parse(events.Take("orders").Single().Body).RootElement.GetProperty("Message").GetString().ShouldBe("\"order 7\"");
        events.Take("dead").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{ "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sns:Publish", "Resource": "*" }""")]
    [InlineData($$"""{ {{Publish}}, "Condition": { "ArnLike": { "aws:SourceArn": "arn:aws:events:*:*:rule/*" } } }""")]
    [InlineData($$"""{ {{Publish}} }, { "Effect": "Deny", "Principal": "*", "Action": "sns:*", "Resource": "*" }""")]
    public void A_topic_whose_policy_does_not_let_EventBridge_in_gets_nothing(string statements)
    {
        using var events = WithTopic(statements);

        events.Put();

        events.Topics.Messages(events.Deployment.Topics[0].Arn).ShouldBeEmpty();
        Code(events).ShouldBe("NO_PERMISSIONS");
    }

    [Fact]
    public void A_policy_that_asks_for_TLS_lets_EventBridge_in()
    {
        using var events = WithTopic($$$"""
            { {{{Publish}}} }, { "Effect": "Deny", "Principal": "*", "Action": "sns:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } }
            """);

        events.Put();

        events.Topics.Messages(events.Deployment.Topics[0].Arn).Count.ShouldBe(1);
    }

    [Fact]
    public void A_topic_that_does_not_exist_is_told_in_the_dead_letter_queue()
    {
        using var events = new DeliveryFixture([], targetArn: "\"arn:aws:sns:eu-west-1:111122223333:gone\"");

        events.Put();

        Code(events).ShouldBe("NO_RESOURCE");
    }

    [Fact]
    public void A_log_group_gets_the_event_with_its_time_in_the_rules_stream()
    {
        using var events = WithGroup($$"""{ {{Write}}, "Resource": "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/events/*:*" }""");

        var id = events.Put();

        var line = events.Lines("/aws/events/all").Single();
        line.Message.ShouldContain(id);
        (line.StreamName, line.Timestamp).ShouldBe(("orders-rule", events.Time.GetUtcNow()));
        events.Take("dead").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{\"timestamp\": <t>, \"message\": <m>}""", "hello")]
    [InlineData("""{\"timestamp\": 1767225600000, \"message\": \"said: <m>\"}""", "said: hello")]
    public void An_input_transformer_makes_time_and_message(string template, string expected)
    {
        using var events = WithGroup($$"""{ {{Write}}, "Resource": "*" }""", Transformer(template));

        events.Put("""{"t":"2026-01-01T00:00:00Z","m":"hello"}""");

        var line = events.Lines("/aws/events/all").Single();
        (line.Message, line.Timestamp).ShouldBe((expected, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("""{\"message\": <m>}""")]
    [InlineData("""{\"timestamp\": <m>, \"message\": <m>}""")]
    public void Another_input_is_none_for_a_log_group(string template)
    {
        using var events = WithGroup($$"""{ {{Write}}, "Resource": "*" }""", Transformer(template));

        events.Put("""{"m":"hello"}""");

        events.Lines("/aws/events/all").ShouldBeEmpty();
        Code(events).ShouldBe("INVALID_PARAMETER");
    }

    [Theory]
    [InlineData(null)]
    [InlineData($$"""{ {{Write}}, "Resource": "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/events/all" }""")]
    [InlineData("""{ "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, "Action": "logs:PutLogEvents", "Resource": "*" }""")]
    public void A_log_group_without_a_policy_for_EventBridge_gets_nothing(string? statements)
    {
        using var events = WithGroup(statements);

        events.Put();

        events.Lines("/aws/events/all").ShouldBeEmpty();
        Code(events).ShouldBe("NO_PERMISSIONS");
    }

    [Fact]
    public void A_policy_of_CloudWatch_Logs_that_breaks_the_grammar_is_refused() =>
        Should.Throw<RefusedException>(() => WithGroup("""{ "Effect": "Perhaps" }""")).Message.ShouldContain("Allow or Deny is expected");

    [Theory]
    [InlineData(Group, """, "InputPath": "$.detail" """, "no Input and no InputPath")]
    [InlineData("\"arn:aws:sns:eu-west-1:111122223333:news.fifo\"", "", "FIFO")]
    [InlineData("\"arn:aws:kinesis:eu-west-1:111122223333:stream/s\"", "", "targets of the service kinesis are not supported here")]
    public void Other_targets_are_refused_by_name(string arn, string more, string reason) =>
        Should.Throw<RefusedException>(() => new DeliveryFixture([], more, arn, GroupAnd(null))).Message.ShouldContain(reason);

    private static string Transformer(string template) =>
        $$""", "InputTransformer": { "InputPathsMap": { "t": "$.detail.t", "m": "$.detail.m" }, "InputTemplate": "{{template}}" }""";

    private static DeliveryFixture WithTopic(string statements, string target = "") => new([], target, Topic, $$"""
        , "News": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": "news" } },
        "Subscription": { "Type": "AWS::SNS::Subscription", "Properties": { "TopicArn": { "Ref": "News" }, "Protocol": "sqs", "Endpoint": {{DeliveryFixture.Queue}} } },
        "NewsPolicy": {
          "Type": "AWS::SNS::TopicPolicy",
          "Properties": { "Topics": [ { "Ref": "News" } ], "PolicyDocument": { "Version": "2012-10-17", "Statement": [{{statements}}] } }
        },
        "QueueForNews": {
          "Type": "AWS::SQS::QueuePolicy",
          "Properties": {
            "Queues": [ { "Ref": "OrdersQueue" } ],
            "PolicyDocument": { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "*" } }
          }
        }
        """);

    private static DeliveryFixture WithGroup(string? statements, string target = "") => new([], target, Group, GroupAnd(statements));

    private static string GroupAnd(string? statements) =>
        """, "Group": { "Type": "AWS::Logs::LogGroup", "Properties": { "LogGroupName": "/aws/events/all" } }"""
        + (statements is null ? "" : $$"""
            , "GroupPolicy": {
              "Type": "AWS::Logs::ResourcePolicy",
              "Properties": { "PolicyName": "p", "PolicyDocument": {{JsonSerializer.Serialize($$"""{ "Version": "2012-10-17", "Statement": [{{statements}}] }""")}} }
            }
            """);

    private static string? Code(DeliveryFixture events) => events.Take("dead").Single().Attributes["ERROR_CODE"].StringValue;
}

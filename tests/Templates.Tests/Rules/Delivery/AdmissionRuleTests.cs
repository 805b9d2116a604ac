namespace SensorWatch.Templates.Tests.Rules.Delivery;

public sealed class AdmissionRuleTests
{
    private const string Statement = "QueuePolicy.Properties.PolicyDocument.Statement.0";
    private const string Rule = "arn:aws:events:us-east-1:123456789012:rule/Shop-Rule";
    private const string RefusedRule = $"Rule: delivery/receiver-admits-sender: It can't deliver to Queue, whose policy lets events.amazonaws.com not in for {Rule}.";

    [Fact]
    public void A_queue_without_policy_lets_nobody_in() => new DeliverySystem().Without("QueuePolicy").Findings().Select(WithoutBucket).ShouldBe(
    [
        RefusedRule,
        "Subscription: delivery/receiver-admits-sender: It can't deliver to Queue, whose policy lets sns.amazonaws.com not in for arn:aws:sns:us-east-1:123456789012:Shop-Topic.",
        "Bucket: delivery/receiver-admits-sender: It can't deliver to Queue, whose policy lets s3.amazonaws.com not in for BUCKET.",
    ]);

    [Fact]
    public void A_dead_letter_queue_without_policy_lets_nobody_in() => new DeliverySystem().Without("DeadPolicy").Findings().ShouldBe(
    [
        $"Rule: delivery/dead-letter-queue-admits-sender: It can't put away what it could not deliver to Dead, whose policy lets events.amazonaws.com not in for {Rule}.",
        "Subscription: delivery/dead-letter-queue-admits-sender: It can't put away what it could not deliver to Dead, whose policy lets sns.amazonaws.com not in for arn:aws:sns:us-east-1:123456789012:Shop-Topic.",
    ]);

    [Theory]
    [InlineData("Condition", """{ "ArnEquals": { "aws:SourceArn": "arn:aws:events:us-east-1:123456789012:rule/another" } }""")]
    [InlineData("Condition", """{ "StringEquals": { "aws:SourceArn": "arn:aws:events:us-east-1:123456789012:rule/*" } }""")]
    [InlineData("Condition", """{ "StringEquals": { "aws:SourceAccount": "999999999999" } }""")]
    [InlineData("Principal", """{ "Service": "sns.amazonaws.com" }""")]
    [InlineData("Action", "\"sqs:ReceiveMessage\"")]
    [InlineData("Resource", """{ "Fn::GetAtt": ["Dead", "Arn"] }""")]
    [InlineData("Effect", "\"Deny\"")]
    public void A_policy_that_does_not_let_the_rule_in_is_told(string part, string value) =>
        new DeliverySystem().With($"{Statement}.{part}", value).Findings().ShouldContain(RefusedRule);

    [Theory]
    [InlineData("Condition", """{ "StringEquals": { "aws:SourceArn": { "Fn::GetAtt": ["Rule", "Arn"] } } }""")]
    [InlineData("Condition", """{ "ArnLike": { "aws:SourceArn": ["arn:aws:events:us-east-1:123456789012:rule/another", { "Fn::GetAtt": ["Rule", "Arn"] }] } }""")]
    [InlineData("Condition", """{ "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } } }""")]
    [InlineData("Condition", """{ "ArnEquals": { "aws:SourceArn": { "Fn::ImportValue": "rule" } } }""")]
    [InlineData("Condition", """{ "StringEquals": { "aws:SourceOrgID": "o-1" } }""")]
    [InlineData("Principal", """{ "Service": ["sns.amazonaws.com", "events.amazonaws.com"] }""")]
    [InlineData("Principal", """{ "Service": { "Fn::ImportValue": "service" } }""")]
    [InlineData("Principal", "\"*\"")]
    [InlineData("Action", "\"sqs:*\"")]
    [InlineData("Action", "\"SQS:SendMessage\"")]
    [InlineData("Resource", "\"*\"")]
    public void A_policy_that_lets_the_rule_in_or_may_is_right(string part, string value) =>
        new DeliverySystem().With($"{Statement}.{part}", value).Findings().ShouldBeEmpty();

    [Fact]
    public void A_policy_on_an_unknown_queue_may_be_for_this_one() =>
        new DeliverySystem().With("QueuePolicy.Properties.Queues.0", """{ "Fn::ImportValue": "queue" }""").Findings().ShouldBeEmpty();

    [Fact]
    public void A_target_with_a_role_needs_no_policy() => new DeliverySystem()
        .With("Rule.Properties.Targets.0.RoleArn", "\"arn:aws:iam::123456789012:role/events\"").Without($"{Statement}.Condition").With($"{Statement}.Effect", "\"Deny\"")
        .Findings().ShouldNotContain(RefusedRule);

    [Fact]
    public void A_policy_that_lets_many_rules_in_is_told() => new DeliverySystem()
        .With($"{Statement}.Condition", """{ "ArnLike": { "aws:SourceArn": "arn:aws:events:us-east-1:123456789012:rule/*" } }""").Findings()
        .ShouldBe(["QueuePolicy: delivery/receiver-admits-sender-only: Statement[0] lets any rule in that 'arn:aws:events:us-east-1:123456789012:rule/*' fits; exactly Rule is expected."]);

    [Theory]
    [InlineData("", true)]
    [InlineData(""", "Condition": { "Bool": { "aws:SecureTransport": "true" } }""", true)]
    [InlineData(""", "Condition": { "ArnLikeIfExists": { "aws:SourceArn": "arn:aws:events:*:*:rule/another" } }""", true)]
    [InlineData(""", "Condition": { "StringEquals": { "aws:SourceOrgID": "o-1" } }""", true)]
    [InlineData(""", "Condition": { "ArnEquals": { "aws:SourceArn": { "Fn::GetAtt": ["Rule", "Arn"] } } }""", false)]
    [InlineData(""", "Condition": { "ArnLike": { "AWS:SourceArn": "arn:aws:events:*:*:rule/*" } }""", false)]
    [InlineData(""", "Condition": { "ArnEquals": { "aws:SourceArn": { "Fn::ImportValue": "rule" } } }""", false)]
    [InlineData(""", "Condition": { "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } } }""", false)]
    [InlineData(""", "Condition": { "StringEquals": { "aws:SourceAccount": "123456789012", "aws:SourceOrgID": "o-1" } }""", false)]
    public void EventBridge_tells_a_topic_neither_its_rule_nor_its_account(string condition, bool right) => new DeliverySystem()
        .With("Rule.Properties.Targets.0.Arn", """{ "Ref": "Topic" }""")
        .With("TopicPolicy", $$"""
            { "Type": "AWS::SNS::TopicPolicy", "Properties": { "Topics": [{ "Ref": "Topic" }], "PolicyDocument": { "Statement": [
              { "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, "Action": "sns:Publish", "Resource": { "Ref": "Topic" }{{condition}} }] } } }
            """)
        .Findings().ShouldBe(right ? [] :
        [
            $"Rule: delivery/receiver-admits-sender: It can't deliver to Topic, whose policy lets events.amazonaws.com not in for {Rule}. "
                + "A topic's policy for EventBridge can't have conditions on the rule or its account.",
        ]);

    [Theory]
    [InlineData("""{ "Fn::GetAtt": ["Group", "Arn"] }""", "", true)]
    [InlineData("\"arn:aws:logs:us-east-1:123456789012:log-group:/events:*\"", "", true)]
    [InlineData("\"*\"", """, "Condition": { "ArnEquals": { "aws:SourceArn": { "Fn::GetAtt": ["Rule", "Arn"] } } }""", true)]
    [InlineData("\"*\"", """, "Condition": { "ArnEquals": { "aws:SourceArn": { "Fn::ImportValue": "rule" } } }""", true)]
    [InlineData("\"*\"", """, "Condition": { "ArnEquals": { "aws:SourceArn": "arn:aws:events:us-east-1:123456789012:rule/another" } }""", false)]
    [InlineData("\"arn:aws:logs:us-east-1:123456789012:log-group:/others:*\"", "", false)]
    public void A_log_group_lets_in_the_rule_that_its_policy_allows(string resource, string condition, bool right) =>
        WithLogGroup($$"""
            { "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": {{resource}}{{condition}} }
            """).Findings().ShouldBe(right ? [] : [RefusedGroup]);

    [Fact]
    public void A_log_group_must_let_a_rule_make_its_stream_too() => WithLogGroup("""
        { "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, "Action": "logs:PutLogEvents", "Resource": "*" }
        """).Findings().ShouldBe([RefusedGroup]);

    [Fact]
    public void A_policy_of_another_log_group_lets_nothing_in()
    {
        var system = WithLogGroup("""
            { "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "*" }
            """).With("LogPolicy.Properties.ResourceArn", "\"arn:aws:logs:us-east-1:123456789012:log-group:/others\"");

        system.Findings().ShouldBe([RefusedGroup]);
        system.With("LogPolicy.Properties.ResourceArn", "\"arn:aws:logs:us-east-1:123456789012:log-group:/events\"").Findings().ShouldBeEmpty();
        system.With("LogPolicy.Properties.ResourceArn", """{ "Fn::ImportValue": "group" }""").Findings().ShouldBeEmpty();
    }

    [Fact]
    public void A_log_group_may_have_its_policy_of_its_own_or_by_a_call_of_CDK()
    {
        const string Allowing = """{ "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, "Action": "logs:*", "Resource": "*" }""";
        var without = WithLogGroup("").Without("LogPolicy");

        without.Findings().ShouldBe([RefusedGroup]);
        without.With("Group.Properties.ResourcePolicyDocument", $$"""{ "Statement": [{{Allowing}}] }""").Findings().ShouldBeEmpty();
        without.Without("Group.Properties.ResourcePolicyDocument").With("ByCall", """{ "Type": "Custom::CloudwatchLogResourcePolicy" }""").Findings().ShouldBeEmpty();
    }

    private const string RefusedGroup = $"Rule: delivery/receiver-admits-sender: It can't deliver to Group, whose policy lets events.amazonaws.com not in for {Rule}.";

    private static DeliverySystem WithLogGroup(string statements) => new DeliverySystem()
        .With("Group", """{ "Type": "AWS::Logs::LogGroup", "Properties": { "LogGroupName": "/events" } }""")
        .With("LogPolicy", $$"""{ "Type": "AWS::Logs::ResourcePolicy", "Properties": { "PolicyName": "p", "PolicyDocument": { "Statement": [{{statements}}] } } }""")
        .With("Rule.Properties.Targets.0.Arn", """{ "Fn::Sub": "arn:aws:logs:us-east-1:123456789012:log-group:${Group}" }""");

    [Fact]
    public void A_function_that_a_rule_invokes_lets_it_in_and_keeps_what_fails()
    {
        var system = new DeliverySystem().With("Rule.Properties.Targets.0.Arn", """{ "Fn::GetAtt": ["Answer", "Arn"] }""");

        system.Findings().ShouldBe(
        [
            $"Rule: delivery/receiver-admits-sender: It can't deliver to Answer, whose permissions let events.amazonaws.com not in for {Rule}.",
            "Answer: delivery/asynchronous-failures: Rule invokes it and doesn't wait: an event that it fails on three times is lost.",
        ]);

        system.With("Allow", $$"""
            { "Type": "AWS::Lambda::Permission", "Properties": { "FunctionName": { "Fn::GetAtt": ["Answer", "Arn"] }, "Action": "lambda:InvokeFunction", "Principal": "events.amazonaws.com", "SourceArn": "{{Rule}}" } }
            """).With("Kept", """
            { "Type": "AWS::Lambda::EventInvokeConfig", "Properties": { "FunctionName": { "Ref": "Answer" }, "Qualifier": "$LATEST", "DestinationConfig": { "OnFailure": { "Destination": { "Fn::GetAtt": ["Dead", "Arn"] } } } } }
            """).Findings().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ANY /orders/{id}", "*/GET/orders/*", false)]
    [InlineData("ANY /orders/{id}", "*/*/orders/{id}", true)]
    [InlineData("GET /orders/{id}", "*/*/orders/{id}", true)]
    [InlineData("GET /orders/{id}", "*/POST/orders/*", false)]
    [InlineData("GET /orders/{id}", "*", true)]
    [InlineData("$default", "*/*", true)]
    [InlineData("$default", "*/$default", true)]
    public void A_permission_covers_its_route(string key, string covered, bool right) => new DeliverySystem()
        .With("Route.Properties.RouteKey", $"\"{key}\"")
        .With("Permission.Properties.SourceArn", $$"""{ "Fn::Join": ["", ["arn:aws:execute-api:us-east-1:123456789012:", { "Ref": "Api" }, "/{{covered}}"]] }""")
        .Findings().Count.ShouldBe(right ? 0 : 1);

    [Fact]
    public void A_method_of_a_REST_API_has_a_permission_and_waits()
    {
        var system = new DeliverySystem().With("Rest", """{ "Type": "AWS::ApiGateway::RestApi" }""").With("Method", """
            { "Type": "AWS::ApiGateway::Method", "Properties": { "RestApiId": { "Ref": "Rest" }, "ResourceId": "r", "HttpMethod": "GET", "Integration": { "Type": "AWS_PROXY",
              "Uri": { "Fn::Sub": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Function.Arn}/invocations" } } } }
            """);

        system.Findings().ShouldBe(["Method: delivery/route-permission: The method GET may not invoke Function: no permission lets apigateway.amazonaws.com in."]);
        system.With("Allow", """
            { "Type": "AWS::Lambda::Permission", "Properties": { "FunctionName": { "Ref": "Function" }, "Action": "lambda:InvokeFunction", "Principal": "apigateway.amazonaws.com",
              "SourceArn": { "Fn::Sub": "arn:aws:execute-api:us-east-1:123456789012:${Rest}/*/GET/orders" } } }
            """).Findings().ShouldBeEmpty();
        system.With("Function.Properties.Timeout", "30").With("Queue.Properties.VisibilityTimeout", "181").Findings()
            .ShouldBe(["Method: delivery/integration-timeout: The method GET waits 29000 ms for Function, which may run 30000 ms: whoever calls gets an error while it goes on."]);
    }

    private static string WithoutBucket(string finding) => finding.Split("arn:aws:s3").Length > 1 ? $"{finding[..finding.IndexOf("arn:aws:s3", StringComparison.Ordinal)]}BUCKET." : finding;
}

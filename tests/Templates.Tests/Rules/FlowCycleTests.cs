using static SensorWatch.Templates.Tests.Flow.FlowStacks;

namespace SensorWatch.Templates.Tests.Rules;

public class FlowCycleTests
{
    private const string PublishesNothingElse = """{ "EventFlow": { "Publishes": ["Told"] } }""";

    [Fact]
    public void An_event_that_leads_to_itself_is_found_with_the_whole_way() =>
        Cycles([Bus("Main"), .. Consumer("Echo", "Main", Pattern("shop", "Placed"), Publish("Main", "shop", "Placed"))]).ShouldBe(
        [
            "Dev/Test/Echo: Events can go round in a circle: "
            + "function Echo publishes Placed -> bus Main -> rule EchoRule -> queue EchoQueue -> function Echo.",
        ]);

    [Fact]
    public void A_consumer_that_publishes_another_event_is_no_circle() =>
        Cycles([Bus("Main"), .. Consumer("Pay", "Main", Pattern("shop", "Placed"), Publish("Main", "shop", "Paid"))]).ShouldBeEmpty();

    [Fact]
    public void Two_consumers_that_set_off_each_other_are_one_circle() =>
        Cycles(
        [
            Bus("Main"),
            .. Consumer("Ping", "Main", Pattern("game", "Ping"), Publish("Main", "game", "Pong")),
            .. Consumer("Pong", "Main", Pattern("game", "Pong"), Publish("Main", "game", "Ping")),
        ]).ShouldBe(
        [
            "Dev/Test/Ping: Events can go round in a circle: function Ping publishes Pong -> bus Main -> rule PongRule -> queue PongQueue -> "
            + "function Pong publishes Ping -> bus Main -> rule PingRule -> queue PingQueue -> function Ping.",
        ]);

    [Fact]
    public void A_rule_that_is_disabled_closes_no_circle() =>
        Cycles([.. Echo().Select(resource => resource.Replace("\"EventBusName\"", "\"State\": \"DISABLED\", \"EventBusName\"", StringComparison.Ordinal))])
            .ShouldBeEmpty();

    [Fact]
    public void A_rule_on_another_bus_closes_no_circle() =>
        Cycles([Bus("Main"), Bus("Other"), .. Consumer("Echo", "Other", Pattern("shop", "Placed"), Publish("Main", "shop", "Placed"))]).ShouldBeEmpty();

    [Fact]
    public void A_bus_that_forwards_to_another_is_part_of_the_way() =>
        Cycles(
        [
            Bus("Main"), Bus("Other"),
            Rule("Forward", "Main", """{ "source": [{ "prefix": "shop" }] }""", "Other"),
            .. Consumer("Echo", "Other", Pattern("shop", "Placed"), Publish("Main", "shop", "Placed")),
        ]).ShouldHaveSingleItem().ShouldContain("bus Main -> rule Forward -> bus Other -> rule EchoRule");

    [Theory]
    [InlineData("""{ "detail": { "data": { "severity": ["critical"] } } }""", true)]
    [InlineData("""{ "detail": { "data": { "severity": ["fatal"] } } }""", false)]
    [InlineData("""{ "detail": { "data": { "sevrity": ["critical"] } } }""", false)]
    [InlineData("""{ "detail": { "data": { "value": [{ "numeric": [">", 3] }] } } }""", true)]
    [InlineData("""{ "detail": { "data": { "severity": [{ "anything-but": ["critical", "warning"] }] } } }""", false)]
    [InlineData("""{ "detail-type": [{ "anything-but": "Opened" }] }""", false)]
    [InlineData("""{ "detail-type": [{ "prefix": { "equals-ignore-case": "open" } }] }""", true)]
    [InlineData("""{ "$or": [{ "source": ["other"] }, { "detail-type": ["Opened"] }] }""", true)]
    [InlineData("""{ "$or": [{ "source": ["other"] }, { "detail-type": ["Closed"] }] }""", false)]
    public void Whether_a_rule_can_match_is_asked_of_the_contracts_schema(string pattern, bool isCycle) =>
        Cycles([Bus("Main"), Contract("alarms", "Opened"), .. Consumer("Echo", "Main", pattern, Publish("Main", "alarms", "Opened"))])
            .Count.ShouldBe(isCycle ? 1 : 0);

    [Fact]
    public void Writing_a_table_whose_changes_set_the_function_off_is_a_circle() =>
        Cycles([Table("Orders"), Consumes("M", StreamOf("Orders"), "Touch"), .. Function("Touch", Allow("dynamodb:PutItem", Arn("Orders")))]).ShouldBe(
        [
            "Dev/Test/Touch: Events can go round in a circle: function Touch writes PutItem -> table Orders -> stream Orders -> function Touch.",
        ]);

    [Theory]
    [InlineData("dynamodb:PutItem", """{"eventName":["REMOVE"]}""", false)]
    [InlineData("dynamodb:DeleteItem", """{"eventName":["REMOVE"]}""", true)]
    [InlineData("dynamodb:UpdateItem", """{"eventName":["INSERT"]}""", true)]
    [InlineData("dynamodb:GetItem", """{"eventName":["INSERT"]}""", false)]
    [InlineData("dynamodb:*", """{"eventName":["REMOVE"]}""", true)]
    [InlineData("dynamodb:PutItem", """{"dynamodb":{"NewImage":{"status":{"S":["open"]}}}}""", true)]
    public void A_streams_filter_opens_the_circle_when_the_write_can_not_pass_it(string action, string filter, bool isCycle) =>
        Cycles([Table("Orders"), Consumes("M", StreamOf("Orders"), "Touch", filter), .. Function("Touch", Allow(action, Arn("Orders")))])
            .Count.ShouldBe(isCycle ? 1 : 0);

    [Theory]
    [InlineData("done#*", false)]
    [InlineData("alert#1", true)]
    [InlineData("*", true)]
    public void Keys_that_a_role_may_write_are_held_against_the_streams_filter(string keys, bool isCycle) =>
        Cycles(
        [
            Table("Orders"), Consumes("M", StreamOf("Orders"), "Touch", """{"dynamodb":{"Keys":{"id":{"S":[{"prefix":"alert#"}]}}}}"""),
            .. Function("Touch", Allow("dynamodb:UpdateItem", Arn("Orders"), $$"""{ "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "{{keys}}" } }""")),
        ]).Count.ShouldBe(isCycle ? 1 : 0);

    [Fact]
    public void A_table_without_a_consumer_of_its_changes_leads_nowhere() =>
        Cycles([Bus("Main"), Table("Orders"), .. Consumer("Store", "Main", Pattern("shop", "Placed"), Allow("dynamodb:PutItem", Arn("Orders")))])
            .ShouldBeEmpty();

    [Fact]
    public void What_two_streams_lead_to_is_told_apart_where_it_is_declared()
    {
        string[] system =
        [
            Bus("Main"), Table("Orders"), Table("Stock"),
            .. Function("Tell", Publish("Main", "shop", "Told"), Publish("Main", "shop", "Placed")),
            .. Consumer("Count", "Main", Pattern("shop", "Placed"), Allow("dynamodb:PutItem", Arn("Stock"))),
            Consumes("OfOrders", StreamOf("Orders"), "Tell"),
        ];

        Cycles([.. system, Consumes("OfStock", StreamOf("Stock"), "Tell", metadata: PublishesNothingElse)]).ShouldBeEmpty();
        Cycles([.. system, Consumes("OfStock", StreamOf("Stock"), "Tell")]).ShouldHaveSingleItem().ShouldContain("function Tell publishes Placed");
    }

    [Theory]
    [InlineData("/rejects/*", """{ "key": [{ "suffix": ".csv" }] }""", true)]
    [InlineData("/*.rejects.jsonl", """{ "key": [{ "suffix": { "equals-ignore-case": ".csv" } }] }""", false)]
    [InlineData("/rejects/*", """{ "key": [{ "prefix": "uploads/" }] }""", false)]
    [InlineData("/rejects/*", """{ "key": [{ "anything-but": { "prefix": "rejects/" } }] }""", false)]
    [InlineData("/rejects/*", """{ "key": [{ "anything-but": { "wildcard": "rejects/*" } }] }""", false)]
    [InlineData("/*", """{ "key": [{ "prefix": "uploads/" }] }""", true)]
    public void An_object_that_is_written_beside_those_that_are_read_is_told_by_its_key(string written, string pattern, bool isCycle) =>
        Cycles(
        [
            Of("AWS::S3::Bucket", "Files", """{ "BucketName": "files", "NotificationConfiguration": { "EventBridgeConfiguration": {} } }"""),
            .. Consumer(
                "Import", null,
                $$"""{ "source": ["aws.s3"], "detail-type": ["Object Created"], "detail": { "bucket": { "name": ["files"] }, "object": {{pattern}} } }""",
                Allow("s3:PutObject", Arn("Files", written))),
        ]).Count.ShouldBe(isCycle ? 1 : 0);

    [Theory]
    [InlineData("uploads/", "", "/uploads/*", true)]
    [InlineData("uploads/", "", "/thumbnails/*", false)]
    [InlineData("", ".png", "/*.jpg", false)]
    [InlineData("", "", "/thumbnails/*", true)]
    public void A_buckets_own_notification_is_followed_too(string prefix, string suffix, string written, bool isCycle) =>
        Cycles(
        [
            Of("AWS::S3::Bucket", "Files", $$"""
                { "NotificationConfiguration": { "LambdaConfigurations": [{
                    "Event": "s3:ObjectCreated:Put", "Function": {{Arn("Shrink")}},
                    "Filter": { "S3Key": { "Rules": [{ "Name": "prefix", "Value": "{{prefix}}" }, { "Name": "suffix", "Value": "{{suffix}}" }] } }
                }] } }
                """),
            .. Function("Shrink", Allow("s3:PutObject", $$"""{ "Fn::Sub": "arn:aws:s3:::test-files{{written}}" }""")),
        ], bucketName: "test-files").Count.ShouldBe(isCycle ? 1 : 0);

    [Fact]
    public void A_function_that_sends_to_its_own_queue_is_a_circle() =>
        Cycles([Queue("Work"), Consumes("M", Arn("Work"), "Again"), .. Function("Again", Allow("sqs:SendMessage", Arn("Work")))])
            .ShouldHaveSingleItem().ShouldContain("function Again sends -> queue Work -> function Again");

    [Fact]
    public void A_function_that_invokes_itself_is_a_circle() =>
        Cycles(Function("Again", Allow("lambda:InvokeFunction", "\"arn:aws:lambda:us-east-1:123456789012:function:*\"")))
            .ShouldHaveSingleItem().ShouldContain("function Again invokes -> function Again");

    [Fact]
    public void Dead_letter_queues_of_each_other_are_a_circle() =>
        Cycles(Queue("One", redrivesTo: "Two"), Of("AWS::SQS::Queue", "Two", """
            { "RedrivePolicy": { "deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:Dev-Test-One", "maxReceiveCount": 3 } }
            """)).ShouldHaveSingleItem().ShouldContain("fails (after 5 receives) ->");

    [Fact]
    public void A_function_that_sends_dead_letters_back_is_a_circle() =>
        Cycles(
        [
            Queue("Work", redrivesTo: "Failed"), Queue("Failed"), Consumes("M", Arn("Failed"), "Retry"),
            .. Function("Retry", Allow("sqs:SendMessage", Arn("Work"))),
        ]).ShouldHaveSingleItem().ShouldContain("function Retry sends -> queue Work fails (after 5 receives) -> dead-letter queue Failed -> function Retry");

    [Fact]
    public void A_topic_that_leads_to_its_publisher_is_a_circle() =>
        Cycles(
        [
            Of("AWS::SNS::Topic", "News"),
            Of("AWS::SNS::Subscription", "Heard", $$"""{ "TopicArn": { "Ref": "News" }, "Protocol": "lambda", "Endpoint": {{Arn("Gossip")}} }"""),
            .. Function("Gossip", Allow("sns:Publish", """{ "Ref": "News" }""")),
        ]).ShouldHaveSingleItem().ShouldContain("function Gossip notifies -> topic News -> function Gossip");

    [Theory]
    [InlineData("system-", true)]
    [InlineData("other-", false)]
    public void An_alarm_on_who_records_alarms_is_a_circle_unless_the_rule_leaves_it_out(string prefix, bool isCycle) =>
        Cycles(
        [
            .. Consumer("Record", null, $$"""
                { "source": ["aws.cloudwatch"], "detail-type": ["CloudWatch Alarm State Change"], "detail": { "alarmName": [{ "prefix": "{{prefix}}" }] } }
                """),
            Of("AWS::CloudWatch::Alarm", "Errors", """
                {
                  "AlarmName": "system-record-errors", "Namespace": "AWS/Lambda", "MetricName": "Errors", "EvaluationPeriods": 1,
                  "ComparisonOperator": "GreaterThanThreshold", "Dimensions": [{ "Name": "FunctionName", "Value": { "Ref": "Record" } }]
                }
                """),
        ]).Count.ShouldBe(isCycle ? 1 : 0);

    [Fact]
    public void A_filter_on_a_queues_messages_opens_the_circle() =>
        Cycles(
        [
            Bus("Main"), Rule("All", "Main", """{ "source": [{ "prefix": "shop" }] }""", "Work"), Queue("Work"),
            Consumes("M", Arn("Work"), "Echo", """{"body":{"detail-type":["Other"]}}"""), .. Function("Echo", Publish("Main", "shop", "Placed")),
        ]).ShouldBeEmpty();

    [Fact]
    public void An_exception_with_a_reason_stands_where_the_circle_begins() =>
        Cycles([.. Echo().Select(resource => resource.Contains("AWS::Lambda::Function\"", StringComparison.Ordinal)
            ? resource.Replace("\"Metadata\": {}", """ "Metadata": { "DesignRules": { "flow/no-event-cycle": "Ends after ten." } } """, StringComparison.Ordinal)
            : resource)]).ShouldBeEmpty();

    [Fact]
    public void A_grant_for_any_event_closes_no_circle_for_sure_and_is_told_of_by_its_own_rule()
    {
        string[] system = [Bus("Main"), .. Consumer("Pay", "Main", Pattern("shop", "Placed"), Allow("events:PutEvents", Arn("Main")))];

        Cycles(system).ShouldBeEmpty();
        Check("flow/published-events-named", system).ShouldHaveSingleItem().ShouldBe(
            "Dev/Test/Pay: It may publish any event to bus Main, also one that sets it off again: bus Main -> rule PayRule -> queue PayQueue -> function Pay.");
    }

    [Fact]
    public void A_rule_that_takes_every_event_closes_the_circle_of_any_grant() =>
        Cycles([Bus("Main"), .. Consumer("Log", "Main", """{ "source": [{ "prefix": "" }] }""", Allow("events:PutEvents", Arn("Main")))])
            .ShouldHaveSingleItem().ShouldContain("function Log publishes any event -> bus Main");

    [Fact]
    public void A_function_that_its_bus_never_sets_off_may_publish_anything() =>
        Check("flow/published-events-named", [Bus("Main"), .. Function("Place", Allow("events:PutEvents", Arn("Main")))]).ShouldBeEmpty();

    [Fact]
    public void A_declaration_and_the_grants_name_the_same_events()
    {
        string[] system = [Bus("Main"), Table("Orders"), .. Function("Tell", Publish("Main", "shop", "Placed"))];

        Check("flow/declared-events-granted", [.. system, Consumes("M", StreamOf("Orders"), "Tell", metadata: PublishesNothingElse)])
            .ShouldBe(
            [
                "Dev/Test/M: It declares that function Tell publishes Told, which its role doesn't allow.",
                "Dev/Test/Tell: Its role allows it to publish Placed, which none of its triggers declares.",
            ]);
        Check("flow/declared-events-granted", [.. system, Consumes("M", StreamOf("Orders"), "Tell")]).ShouldBeEmpty();
    }

    private static IEnumerable<string> Echo() =>
        [Bus("Main"), .. Consumer("Echo", "Main", Pattern("shop", "Placed"), Publish("Main", "shop", "Placed"))];

    private static IReadOnlyList<string> Cycles(params IEnumerable<string> resources) => Check("flow/no-event-cycle", resources);

    private static IReadOnlyList<string> Cycles(IEnumerable<string> resources, string bucketName) => Cycles(resources.Select(resource =>
        resource.Replace("\"AWS::S3::Bucket\", \"Properties\": {", $"\"AWS::S3::Bucket\", \"Properties\": {{ \"BucketName\": \"{bucketName}\",", StringComparison.Ordinal)));

    /// <summary>A contract whose detail has a severity of two words and a number.</summary>
    private static string Contract(string source, string detailType) => Of("AWS::EventSchemas::Schema", "Contract", $$"""
        { "RegistryName": "r", "SchemaName": "s", "Type": "OpenApi3", "Content": { "Fn::ToJsonString": { "components": { "schemas": { "AWSEvent": {
            "type": "object", "x-amazon-events-source": "{{source}}", "x-amazon-events-detail-type": "{{detailType}}", "required": ["detail"],
            "properties": { "detail": { "type": "object", "required": ["data"], "properties": { "data": {
                "type": "object", "required": ["severity"],
                "properties": { "severity": { "type": "string", "enum": ["warning", "critical"] }, "value": { "type": "number" } }
            } } } }
        } } } } } }
        """);
}

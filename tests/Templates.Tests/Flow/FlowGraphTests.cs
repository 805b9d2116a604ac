using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;
using static SensorWatch.Templates.Tests.Flow.FlowStacks;

namespace SensorWatch.Templates.Tests.Flow;

public class FlowGraphTests
{
    [Fact]
    public void A_consumer_is_a_way_from_bus_to_function() =>
        Lines(Graph([Bus("Main"), .. Consumer("Store", "Main", Pattern("shop", "Placed"))])).ShouldBe(
        [
            """bus Main passes {"source":["shop"],"detail-type":["Placed"]} -> rule StoreRule""",
            "rule StoreRule delivers -> queue StoreQueue",
            "queue StoreQueue is consumed (batches of 10, 0 s window) -> function Store",
        ], ignoreOrder: true);

    [Fact]
    public void What_a_role_grants_are_ways_on_from_the_function() =>
        Lines(Graph(
        [
            Bus("Main"), Table("Orders", hasStream: false), Queue("Work"), Of("AWS::SNS::Topic", "People"), Of("AWS::S3::Bucket", "Files"),
            .. Function(
                "Place",
                Publish("Main", "shop", "Placed"),
                Publish("Main", "shop", "Cancelled"),
                Allow("dynamodb:PutItem", Arn("Orders")),
                Allow("dynamodb:UpdateItem", Arn("Orders"), """{ "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "done#*" } }"""),
                Allow("dynamodb:Query", Arn("Orders", "/index/byDate")),
                Allow("sqs:Send*", Arn("Work")),
                Allow("SNS:publish", """{ "Ref": "People" }"""),
                Allow("s3:PutObject", Arn("Files", "/rejects/*"))),
        ])).ShouldBe(
        [
            "function Place publishes Cancelled, Placed -> bus Main",
            "function Place writes (PutItem; UpdateItem done#*) -> table Orders",
            "function Place reads (Query) -> table Orders",
            "function Place sends to -> queue Work",
            "function Place notifies -> topic People",
            "function Place writes (PutObject rejects/*) -> bucket Files",
        ], ignoreOrder: true);

    [Fact]
    public void Policies_that_are_attached_count_and_denials_do_not() =>
        Lines(Graph(
        [
            Queue("Work"), Queue("Other"),
            .. Function("Place", Allow("sqs:SendMessage", Arn("Other")).Replace("Allow", "Deny", StringComparison.Ordinal)),
            Of("AWS::IAM::Policy", "More", $$"""
                { "PolicyName": "More", "Roles": [{ "Ref": "PlaceRole" }], "PolicyDocument": { "Statement": {{Allow("sqs:SendMessage", Arn("Work"))}} } }
                """),
        ])).ShouldBe(["function Place sends to -> queue Work"]);

    [Fact]
    public void A_role_that_may_send_anywhere_sends_to_every_queue() =>
        Lines(Graph([Queue("One"), Queue("Two"), .. Function("Place", Allow("sqs:*", "\"*\""))]))
            .Where(line => line.Contains("sends", StringComparison.Ordinal))
            .ShouldBe(["function Place sends to -> queue One", "function Place sends to -> queue Two"], ignoreOrder: true);

    [Fact]
    public void A_bus_of_another_account_stands_outside() =>
        Graph(Function("Place", Allow("events:PutEvents", "\"arn:aws:events:us-east-1:999999999999:event-bus/theirs\"")))
            .Nodes.Single(node => node.Kind == FlowNodeKind.Outside).Name.ShouldBe("theirs");

    [Fact]
    public void A_tables_changes_are_a_way_of_their_own() =>
        Lines(Graph([Table("Orders"), Consumes("M", StreamOf("Orders"), "Tell", """{"eventName":["INSERT"]}"""), .. Function("Tell")])).ShouldBe(
        [
            "table Orders changes appear in -> stream Orders",
            """stream Orders is consumed {"eventName":["INSERT"]} (batches of 100, 0 s window) -> function Tell""",
        ], ignoreOrder: true);

    [Fact]
    public void What_a_trigger_leads_to_is_read_where_the_template_declares_it() =>
        Graph(
        [
            Table("Orders"), .. Function("Tell"),
            Consumes("M", StreamOf("Orders"), "Tell", metadata: """{ "EventFlow": { "Publishes": ["Placed", "Cancelled"] } }"""),
        ]).Edges.Single(edge => edge.Kind == FlowEdgeKind.Consumes).Causes.ShouldBe(["Cancelled", "Placed"]);

    [Fact]
    public void Alarms_stand_behind_what_they_watch_and_before_whom_they_tell()
    {
        var graph = Graph(
            Queue("Work"),
            Of("AWS::SNS::Topic", "People"),
            Of("AWS::SNS::Subscription", "Ada", """{ "TopicArn": { "Ref": "People" }, "Protocol": "email", "Endpoint": "ada@example.com" }"""),
            Of("AWS::CloudWatch::Alarm", "Late", """
                {
                  "Namespace": "AWS/SQS", "MetricName": "ApproximateAgeOfOldestMessage", "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold",
                  "Dimensions": [{ "Name": "QueueName", "Value": { "Fn::GetAtt": ["Work", "QueueName"] } }], "AlarmActions": [{ "Ref": "People" }]
                }
                """));

        Lines(graph).ShouldBe(
        [
            "queue Work is watched by (ApproximateAgeOfOldestMessage) -> alarm Late",
            "alarm Late notifies -> topic People",
            "topic People tells (email) -> subscriber ada@example.com",
        ], ignoreOrder: true);
    }

    [Fact]
    public void A_queue_that_takes_failures_is_a_dead_letter_queue() =>
        Graph(Queue("Work", redrivesTo: "Failed"), Queue("Failed")).Nodes.Select(node => (node.Name, node.Kind)).ShouldBe(
            [("Work", FlowNodeKind.Queue), ("Failed", FlowNodeKind.DeadLetterQueue)]);

    [Fact]
    public void A_bucket_tells_the_default_bus_or_whom_it_notifies_itself() =>
        Lines(Graph(
        [
            Of("AWS::S3::Bucket", "Events", """{ "NotificationConfiguration": { "EventBridgeConfiguration": {} } }"""),
            Of("AWS::S3::Bucket", "Direct"),
            Of("Custom::S3BucketNotifications", "Notify", $$"""
                {
                  "ServiceToken": "arn:aws:lambda:us-east-1:1:function:x", "BucketName": { "Ref": "Direct" },
                  "NotificationConfiguration": { "LambdaFunctionConfigurations": [{ "Events": ["s3:ObjectCreated:*"], "LambdaFunctionArn": {{Arn("Read")}} }] }
                }
                """),
            .. Function("Read"),
        ])).ShouldBe(
        [
            "bucket Events reports to (objects) -> bus default",
            """bucket Direct tells {"eventName":[{"wildcard":"s3:ObjectCreated:*"}]} (s3:ObjectCreated:*) -> function Read""",
        ], ignoreOrder: true);

    [Fact]
    public void Routes_lead_to_their_functions_and_authorizers() =>
        Lines(FlowGraph.Of(Deployment.Resolve(Fixtures.App().StacksIn("Dev"))))
            .Where(line => line.StartsWith("route", StringComparison.Ordinal)).ShouldNotBeEmpty();

    [Fact]
    public void Ids_and_order_are_the_same_whatever_the_order_of_the_template()
    {
        string[] resources = [Bus("Main"), .. Consumer("Store", "Main", Pattern("shop", "Placed"), Publish("Main", "shop", "Stored"))];

        FlowJson.Render(Graph(resources.Reverse())).ShouldBe(FlowJson.Render(Graph(resources)));
        Graph(resources).Edges.Select(edge => edge.Id).ShouldBeUnique();
    }

    [Fact]
    public void What_is_not_known_has_no_edge() =>
        Graph([.. Function("Place", Allow("sqs:SendMessage", """{ "Fn::GetAtt": ["Gone", "Arn"] }""")), Queue("Work")]).Edges.ShouldBeEmpty();

    private static IEnumerable<string> Lines(FlowGraph graph) =>
        graph.Edges.Select(edge => $"{FlowText.Title(graph[edge.From])} {FlowText.Describe(edge)} -> {FlowText.Title(graph[edge.To])}");
}

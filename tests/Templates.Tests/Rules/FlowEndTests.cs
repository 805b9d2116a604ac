using static SensorWatch.Templates.Tests.Flow.FlowStacks;

namespace SensorWatch.Templates.Tests.Rules;

public class FlowEndTests
{
    private const string IsInvoked = "flow/function-is-invoked";
    private const string IsConsumed = "flow/queue-is-consumed";
    private const string IsTaken = "flow/published-events-taken";

    [Fact]
    public void A_function_that_nothing_sets_off_is_told_of() =>
        Check(IsInvoked, Function("Idle")).ShouldBe(["Dev/Test/Idle: Nothing in these templates sets the function off."]);

    [Fact]
    public void A_function_that_a_mapping_a_permission_or_something_unknown_names_is_set_off()
    {
        Check(IsInvoked, [Queue("Work"), Consumes("M", Arn("Work"), "Store"), .. Function("Store")]).ShouldBeEmpty();
        Check(IsInvoked, [.. Function("Store"), Of("AWS::Lambda::Permission", "P", """{ "FunctionName": { "Ref": "Store" }, "Principal": "cognito-idp.amazonaws.com" }""")])
            .ShouldBeEmpty();
        Check(IsInvoked, [.. Function("Store"), Of("Custom::Thing", "C", $$"""{ "ServiceToken": {{Arn("Store")}} }""")]).ShouldBeEmpty();
        Check(IsInvoked, [.. Function("Store"), Of("AWS::StepFunctions::StateMachine", "S", $$"""
            { "DefinitionString": { "Fn::Join": ["", ["{\"Resource\":\"", {{Arn("Store")}}, "\"}"]] } }
            """)]).ShouldBeEmpty();
    }

    [Fact]
    public void An_alarm_on_a_function_does_not_set_it_off() =>
        Check(IsInvoked, [.. Function("Idle"), Of("AWS::CloudWatch::Alarm", "Errors", """
            {
              "Namespace": "AWS/Lambda", "MetricName": "Errors", "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold",
              "Dimensions": [{ "Name": "FunctionName", "Value": { "Ref": "Idle" } }]
            }
            """)]).Count.ShouldBe(1);

    [Fact]
    public void A_function_by_an_output_that_people_read_is_set_off_by_them()
    {
        const string Output = """ "Outputs": { "Name": { "Value": { "Ref": "Task" } } }, """;
        var template = $$"""{ {{Output}} "Resources": { {{string.Join(',', Function("Task"))}} } }""";

        SensorWatch.Templates.Rules.DesignReview.Of(Stacks.Resolve(template, new() { Tolerant = true })).Violations
            .Select(violation => violation.Rule.Id).ShouldNotContain(IsInvoked);
    }

    [Fact]
    public void A_queue_that_nobody_reads_or_watches_is_told_of() =>
        Check(IsConsumed, Queue("Work", redrivesTo: "Failed"), Queue("Failed")).ShouldBe(
        [
            "Dev/Test/Work: Nobody takes messages from the queue, and no alarm watches it.",
            "Dev/Test/Failed: Nobody takes messages from the queue, and no alarm watches it.",
        ], ignoreOrder: true);

    [Fact]
    public void A_queue_that_a_function_or_another_role_receives_from_is_consumed()
    {
        Check(IsConsumed, [Queue("Work"), .. Function("Poll", Allow("sqs:ReceiveMessage", Arn("Work")))]).ShouldBeEmpty();
        Check(IsConsumed, [Queue("Work"), Of("AWS::IAM::Role", "Task", $$"""
            { "AssumeRolePolicyDocument": {}, "Policies": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{{Allow("sqs:*", Arn("Work"))}}] } }] }
            """)]).ShouldBeEmpty();
    }

    [Fact]
    public void A_queue_with_an_alarm_is_watched() =>
        Check(IsConsumed, Queue("Failed"), Of("AWS::CloudWatch::Alarm", "Any", """
            {
              "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold",
              "Metrics": [{ "Id": "m", "MetricStat": { "Stat": "Sum", "Period": 60, "Metric": {
                "Namespace": "AWS/SQS", "MetricName": "ApproximateNumberOfMessagesVisible",
                "Dimensions": [{ "Name": "QueueName", "Value": { "Fn::GetAtt": ["Failed", "QueueName"] } }]
              } } }]
            }
            """)).ShouldBeEmpty();

    [Fact]
    public void Events_that_no_rule_of_the_bus_takes_are_told_of() =>
        Check(IsTaken, [Bus("Main"), .. Consumer("Store", "Main", Pattern("shop", "Placed")), .. Function("Place", Publish("Main", "shop", "Plcaed"))])
            .ShouldBe(["Dev/Test/Place: It may publish Plcaed to bus Main, and no rule there takes any of it."]);

    [Fact]
    public void Some_events_that_are_taken_are_enough_for_a_function() =>
        Check(IsTaken,
        [
            Bus("Main"), .. Consumer("Store", "Main", Pattern("shop", "Placed")),
            .. Function("Place", Publish("Main", "shop", "Placed"), Publish("Main", "shop", "Audited")),
        ]).ShouldBeEmpty();

    [Fact]
    public void Of_events_that_are_not_named_any_rule_may_take_some() =>
        Check(IsTaken,
            [Bus("Main"), .. Consumer("Store", "Main", Pattern("shop", "Placed")), .. Function("Place", Allow("events:PutEvents", Arn("Main")))]).ShouldBeEmpty();

    [Fact]
    public void Rules_of_a_bus_that_others_may_use_can_stand_elsewhere() =>
        Check(IsTaken,
        [
            Bus("Main"), Of("AWS::Events::EventBusPolicy", "Shared", """{ "EventBusName": { "Ref": "Main" }, "StatementId": "s" }"""),
            .. Function("Place", Publish("Main", "shop", "Placed")),
        ]).ShouldBeEmpty();
}

using static SensorWatch.Templates.Tests.Rules.Operations.OperationsResources;

namespace SensorWatch.Templates.Tests.Rules.Operations;

public sealed class WatchRuleTests
{
    [Fact]
    public void Nobody_watches_a_dead_letter_queue() => Reviewed.By("operations/dead", Queues)
        .ShouldBe(["operations/dead-letter-alarm Dead: No alarm is on its messages, which are what failed in Dev/Test/Queue."]);

    [Theory]
    [InlineData("AWS::Events::Rule", """ "ScheduleExpression": "rate(1 day)", "Targets": [{ "Id": "t", "Arn": "a", "DeadLetterConfig": { "Arn": DEAD } }] """)]
    [InlineData("AWS::SNS::Subscription", """ "RedrivePolicy": { "deadLetterTargetArn": DEAD } """)]
    [InlineData("AWS::SNS::Subscription", """ "RedrivePolicy": "{\"deadLetterTargetArn\": \"arn:aws:sqs:us-east-1:123456789012:dead\"}" """)]
    [InlineData("AWS::Lambda::EventSourceMapping", """ "DestinationConfig": { "OnFailure": { "Destination": DEAD } } """)]
    [InlineData("AWS::Lambda::EventInvokeConfig", """ "DestinationConfig": { "OnFailure": { "Destination": DEAD } } """)]
    [InlineData("AWS::Scheduler::Schedule", """ "Target": { "DeadLetterConfig": { "Arn": DEAD } } """)]
    [InlineData("Some::New::Thing", """ "DeadLetterConfig": { "TargetArn": DEAD } """)]
    public void A_dead_letter_queue_is_what_anything_names_for_its_failures(string type, string properties) =>
        Reviewed.By("operations/dead", $$"""
            "Dead": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "dead" } },
            "User": { "Type": "{{type}}", "Properties": { {{properties.Replace("DEAD", "{ \"Fn::GetAtt\": [\"Dead\", \"Arn\"] }", StringComparison.Ordinal)}} } }
            """).ShouldBe(["operations/dead-letter-alarm Dead: No alarm is on its messages, which are what failed in Dev/Test/User."]);

    [Fact]
    public void A_redrive_does_not_count_as_sent()
    {
        var sent = QueueAlarm("NumberOfMessagesSent");
        Reviewed.By("operations/dead", $"{Queues}, {Topic}, {sent}")
            .ShouldBe(["operations/dead-letter-alarm Dead: The alarm Dev/Test/Alarm is on NumberOfMessagesSent, which does not count what SQS moves there from Dev/Test/Queue."]);

        // A service that gives up sends the message, as anybody does.
        var ofRule = DeadLettersOf("""
            "Rule": { "Type": "AWS::Events::Rule", "Properties": { "ScheduleExpression": "rate(1 day)", "Targets": [{ "Id": "t", "Arn": "a", "DeadLetterConfig": { "Arn": { "Fn::GetAtt": ["Dead", "Arn"] } } }] } }
            """);
        Reviewed.By("operations/dead", $"{ofRule}, {Topic}, {sent}").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "it has no AlarmActions")]
    [InlineData(", \"AlarmActions\": []", "it has no AlarmActions")]
    [InlineData(", \"OKActions\": [{ \"Ref\": \"Topic\" }]", "it has no AlarmActions")]
    [InlineData(", \"AlarmActions\": [{ \"Ref\": \"Topic\" }], \"ActionsEnabled\": false", "its ActionsEnabled is false")]
    public void An_alarm_tells_nobody(string action, string why)
    {
        Reviewed.By("operations/dead", $"{Queues}, {Topic}, {QueueAlarm(action: action)}")
            .ShouldBe([$"operations/dead-letter-alarm Dead: The alarm Dev/Test/Alarm tells nobody: {why}."]);
        Reviewed.By("operations/function-alarm", $"{Function()}, {Topic}, {FunctionAlarm(action: action)}")
            .ShouldBe([$"operations/function-alarm Work: The alarm Dev/Test/Alarm tells nobody: {why}."]);
    }

    [Theory]
    [InlineData("work-fails", true)]
    [InlineData("work-fails-often", false)]
    public void An_alarm_is_heard_through_one_that_is_made_of_it(string named, bool heard) => Reviewed.By("operations/dead", $$"""
        {{Queues}}, {{Topic}}, {{QueueAlarm(action: "")}},
        "Any": { "Type": "AWS::CloudWatch::CompositeAlarm", "Properties": { "AlarmRule": "ALARM(\"{{named}}\") OR ALARM(\"other\")", "AlarmActions": [{ "Ref": "Topic" }] } }
        """).Count.ShouldBe(heard ? 0 : 1);

    [Theory]
    [InlineData("ApproximateNumberOfMessagesVisible")]
    [InlineData("ApproximateAgeOfOldestMessage")]
    public void Somebody_watches_a_dead_letter_queue(string metric) =>
        Reviewed.By("operations/", $"{Queues}, {Topic}, {QueueAlarm(metric)}").ShouldBeEmpty();

    [Theory]
    [InlineData("""{ "Fn::GetAtt": ["Queue", "QueueName"] }""", true)]
    [InlineData("""{ "Fn::ImportValue": "unknown" }""", false)]
    public void An_alarm_on_another_queue_is_none(string queue, bool reported) =>
        Reviewed.By("operations/dead", $"{Queues}, {Topic}, {QueueAlarm(queue: queue)}").Count.ShouldBe(reported ? 1 : 0);

    [Fact]
    public void A_queue_whose_messages_a_function_takes_waits_for_nobody() => Reviewed.By("operations/dead", $$"""
        {{Queues}}, {{Function()}},
        "Mapping": { "Type": "AWS::Lambda::EventSourceMapping", "Properties": { "FunctionName": { "Ref": "Work" }, "EventSourceArn": { "Fn::GetAtt": ["Dead", "Arn"] } } }
        """).ShouldBeEmpty();

    [Fact]
    public void Nobody_watches_a_function() => Reviewed.By("operations/function-alarm", Function())
        .ShouldBe(["operations/function-alarm Work: No alarm is on its Errors."]);

    [Theory]
    [InlineData("""[{ "Name": "FunctionName", "Value": { "Ref": "Work" } }]""")]
    [InlineData("""[{ "Name": "FunctionName", "Value": { "Ref": "Work" } }, { "Name": "Resource", "Value": "work:live" }]""")]
    [InlineData("[]")]
    public void Somebody_watches_a_function(string dimensions) =>
        Reviewed.By("operations/function-alarm", $"{Function()}, {Topic}, {FunctionAlarm(dimensions: dimensions)}").ShouldBeEmpty();

    [Theory]
    [InlineData("""{ "Id": "r", "Expression": "e / 10" }, { "Id": "e", "MetricStat": { "Metric": { "Namespace": "AWS/Lambda", "MetricName": "Errors", "Dimensions": [{ "Name": "FunctionName", "Value": { "Ref": "Work" } }] }, "Stat": "Sum", "Period": 60 } }""", true)]
    [InlineData("""{ "Id": "r", "Expression": "SELECT SUM(Errors) FROM SCHEMA(\"AWS/Lambda\", FunctionName)", "Period": 60 }""", true)]
    [InlineData("""{ "Id": "r", "Expression": "SELECT SUM(Throttles) FROM SCHEMA(\"AWS/Lambda\", FunctionName)", "Period": 60 }""", false)]
    [InlineData("""{ "Id": "r", "Expression": "e / 10" }, { "Id": "e", "MetricStat": { "Metric": { "Namespace": "AWS/Lambda", "MetricName": "Invocations", "Dimensions": [{ "Name": "FunctionName", "Value": { "Ref": "Work" } }] }, "Stat": "Sum", "Period": 60 } }""", false)]
    public void An_expression_watches_a_function(string metrics, bool watched) => Reviewed.By("operations/function-alarm", $$"""
        {{Function()}}, {{Topic}},
        "Alarm": { "Type": "AWS::CloudWatch::Alarm", "Properties": { "Metrics": [{{metrics}}], "EvaluationPeriods": 1, "Threshold": 0, "ComparisonOperator": "GreaterThanThreshold" {{Tells}} } }
        """).Count.ShouldBe(watched ? 0 : 1);

    [Fact]
    public void What_a_nested_stack_is_told_of_may_be_watched_there() => Reviewed.By("operations/", $$"""
        {{Queues}}, {{Function()}},
        "Nested": { "Type": "AWS::CloudFormation::Stack", "Properties": { "TemplateURL": "u", "Parameters": { "Queue": { "Fn::GetAtt": ["Dead", "QueueName"] }, "Function": { "Ref": "Work" } } } }
        """).ShouldBeEmpty();
}

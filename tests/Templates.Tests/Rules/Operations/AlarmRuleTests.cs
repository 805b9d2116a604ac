using static SensorWatch.Templates.Tests.Rules.Operations.OperationsResources;

namespace SensorWatch.Templates.Tests.Rules.Operations;

public sealed class AlarmRuleTests
{
    [Theory]
    [InlineData("Sum", 60, 1, 0, "LessThanThreshold", "ComparisonOperator is LessThanThreshold: it goes off when all is well.")]
    [InlineData("Sum", 60, 1, 0, "GreaterThanOrEqualToThreshold", "GreaterThanOrEqualToThreshold of 0 always holds: the metric is never below 0.")]
    [InlineData("Average", 60, 1, 1, "GreaterThanThreshold", "GreaterThanThreshold of 1 never holds: the Average of Errors is at most 1. Their Sum counts them.")]
    [InlineData("Maximum", 60, 1, 5, "GreaterThanOrEqualToThreshold", "GreaterThanOrEqualToThreshold of 5 never holds: the Maximum of Errors is at most 1. Their Sum counts them.")]
    [InlineData("SampleCount", 60, 1, 0, "GreaterThanThreshold", "The SampleCount of Errors counts measurements, not failures.")]
    [InlineData("Sum", 10, 1, 0, "GreaterThanThreshold", "Period is 10 seconds, but AWS's own metrics have one value a minute: most of the time the alarm has no data.")]
    [InlineData("Sum", 900, 97, 0, "GreaterThanThreshold", "It looks at 97 periods of 900 seconds; CloudWatch takes 86400 seconds together, no more.")]
    public void An_alarm_on_errors_does_not_do_what_it_looks_like(string statistic, int period, int periods, int threshold, string comparison, string fault) =>
        Reviewed.By("operations/", $"{FunctionWithLogs}, {Topic}, {FunctionAlarm(Settings(statistic, period, periods, threshold, comparison))}")
            .ShouldBe([$"operations/alarm-can-fire Alarm: {fault}"]);

    [Theory]
    [InlineData("Sum", 60, 1, 0, "GreaterThanThreshold")]
    [InlineData("Sum", 60, 1, 1, "GreaterThanOrEqualToThreshold")]
    [InlineData("Sum", 60, 3, 10, "GreaterThanThreshold")]
    [InlineData("Average", 300, 1, 0, "GreaterThanThreshold")]
    [InlineData("Maximum", 300, 1, 1, "GreaterThanOrEqualToThreshold")]
    [InlineData("Sum", 900, 96, 0, "GreaterThanThreshold")]
    [InlineData("Sum", 86400, 7, 0, "GreaterThanThreshold")]
    public void An_alarm_on_errors_does(string statistic, int period, int periods, int threshold, string comparison) =>
        Reviewed.By("operations/", $"{FunctionWithLogs}, {Topic}, {FunctionAlarm(Settings(statistic, period, periods, threshold, comparison))}").ShouldBeEmpty();

    [Fact]
    public void More_datapoints_than_periods() => Reviewed.By("operations/", $"{FunctionWithLogs}, {Topic}, {FunctionAlarm(Above0 + ", \"DatapointsToAlarm\": 2")}")
        .ShouldBe(["operations/alarm-can-fire Alarm: DatapointsToAlarm is 2, more than the 1 EvaluationPeriods that it looks at."]);

    [Fact]
    public void An_alarm_goes_off_when_a_queue_is_idle() =>
        Reviewed.By("operations/", $"{Queues}, {Topic}, {QueueAlarm(settings: Above0.Replace("notBreaching", "breaching", StringComparison.Ordinal))}")
            .ShouldBe(["operations/alarm-can-fire Alarm: TreatMissingData is breaching: it goes off when nothing happens."]);

    [Fact]
    public void An_alarm_may_go_off_when_another_queue_is_empty()
    {
        var empty = QueueAlarm(settings: Settings("Sum", 60, 1, 1, "LessThanThreshold"), queue: """{ "Fn::GetAtt": ["Queue", "QueueName"] }""");
        Reviewed.By("operations/alarm", $"{Queues}, {Topic}, {empty}").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"works\"", "No template has the FunctionName 'works'. Did you mean 'work'?")]
    [InlineData("""{ "Fn::GetAtt": ["Work", "Arn"] }""", "Its FunctionName is 'arn:aws:lambda:us-east-1:123456789012:function:work'; the metric has the name there, so the alarm never has data.")]
    [InlineData("\"of-another-app\"", null)]
    [InlineData("{ \"Fn::ImportValue\": \"unknown\" }", null)]
    public void An_alarm_is_on_a_name_that_is_not_there(string name, string? fault) => Reviewed.By("operations/alarm", $$"""
        {{Function(", \"FunctionName\": \"work\"")}}, {{Topic}}, {{FunctionAlarm(dimensions: $$"""[{ "Name": "FunctionName", "Value": {{name}} }]""")}}
        """).ShouldBe(fault is null ? [] : [$"operations/alarm-watches-resource Alarm: {fault}"]);

    [Theory]
    [InlineData("FunctionNam", "The metrics of AWS/Lambda have no dimension 'FunctionNam', so the alarm never has data. Did you mean 'FunctionName'?")]
    [InlineData("ExecutedVersion", null)]
    public void An_alarm_is_on_a_dimension_that_is_not_there(string name, string? fault) => Reviewed.By("operations/alarm", $$"""
        {{Function("")}}, {{Topic}}, {{FunctionAlarm(dimensions: $$"""[{ "Name": "{{name}}", "Value": "1" }]""")}}
        """).ShouldBe(fault is null ? [] : [$"operations/alarm-watches-resource Alarm: {fault}"]);

    [Theory]
    [InlineData("\"alarms\"", "AlarmActions has 'alarms', which is no ARN.")]
    [InlineData("\"arn:aws:sns:us-east-1:123456789012:alarm\"", "No template has the topic 'arn:aws:sns:us-east-1:123456789012:alarm'. Did you mean 'alarms'?")]
    [InlineData("{ \"Fn::GetAtt\": [\"Dead\", \"Arn\"] }", "AlarmActions has Dev/Test/Dead, an AWS::SQS::Queue, which an alarm can't tell anything.")]
    [InlineData("{ \"Ref\": \"Secret\" }", "The topic Dev/Test/Secret is encrypted by AWS's key alias/aws/sns, which alarms may not use: nobody hears of it.")]
    [InlineData("{ \"Ref\": \"Topic\" }", null)]
    [InlineData("{ \"Fn::ImportValue\": \"unknown\" }", null)]
    [InlineData("\"arn:aws:sns:us-east-1:123456789012:on-call\"", null)]
    [InlineData("\"arn:aws:sns:us-east-1:210987654321:alarm\"", null)]
    [InlineData("\"arn:aws:lambda:us-east-1:123456789012:function:page\"", null)]
    public void An_alarms_action(string action, string? fault) => Reviewed.By("operations/alarm", $$"""
        {{Queues}}, {{QueueAlarm(action: $", \"AlarmActions\": [{action}]")}},
        "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": "alarms" } },
        "Secret": { "Type": "AWS::SNS::Topic", "Properties": { "KmsMasterKeyId": "alias/aws/sns" } }
        """).ShouldBe(fault is null ? [] : [$"operations/alarm-action-works Alarm: {fault}"]);

    private static string FunctionWithLogs => Function(", \"LoggingConfig\": { \"LogGroup\": \"work\" }");

    private static string Settings(string statistic, int period, int periods, int threshold, string comparison) => $$"""
        "Statistic": "{{statistic}}", "Period": {{period}}, "EvaluationPeriods": {{periods}}, "Threshold": {{threshold}}, "ComparisonOperator": "{{comparison}}"
        """;
}

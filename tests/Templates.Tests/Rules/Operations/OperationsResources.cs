using SensorWatch.Templates.Tests.Rules.Access;

namespace SensorWatch.Templates.Tests.Rules.Operations;

/// <summary>Resources that can be watched, as text for <see cref="Reviewed"/>.</summary>
internal static class OperationsResources
{
    public const string Topic = """ "Topic": { "Type": "AWS::SNS::Topic" } """;

    public static string Function(string properties = "") => AccessResources.Resource("Work", "AWS::Lambda::Function", $$"""
        "Runtime": "nodejs22.x", "Handler": "index.handler", "Role": "arn:aws:iam::123456789012:role/work" {{properties}}
        """);

    /// <summary>A dead-letter queue, <c>Dead</c>, and the queue that names it.</summary>
    public static string Queues { get; } = DeadLettersOf("""
        "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "RedrivePolicy": { "deadLetterTargetArn": { "Fn::GetAtt": ["Dead", "Arn"] }, "maxReceiveCount": 5 } } }
        """);

    public static string DeadLettersOf(string user) => $$"""
        "Dead": { "Type": "AWS::SQS::Queue" }, {{user}}
        """;

    public static string QueueAlarm(string metric = "ApproximateNumberOfMessagesVisible", string settings = Above0, string action = Tells, string queue = """{ "Fn::GetAtt": ["Dead", "QueueName"] }""") =>
        Alarm("AWS/SQS", metric, $$"""[{ "Name": "QueueName", "Value": {{queue}} }]""", settings, action);

    public static string FunctionAlarm(string settings = Above0, string action = Tells, string dimensions = """[{ "Name": "FunctionName", "Value": { "Ref": "Work" } }]""") =>
        Alarm("AWS/Lambda", "Errors", dimensions, settings, action);

    public const string Above0 =
        """ "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 0, "ComparisonOperator": "GreaterThanThreshold", "TreatMissingData": "notBreaching" """;

    public const string Tells = """ , "AlarmActions": [{ "Ref": "Topic" }] """;

    private static string Alarm(string space, string metric, string dimensions, string settings, string action) =>
        AccessResources.Resource("Alarm", "AWS::CloudWatch::Alarm", $$"""
            "AlarmName": "work-fails", "Namespace": "{{space}}", "MetricName": "{{metric}}", "Dimensions": {{dimensions}}, {{settings}} {{action}}
            """);
}

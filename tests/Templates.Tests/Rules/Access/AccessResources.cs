namespace SensorWatch.Templates.Tests.Rules.Access;

/// <summary>Resources with policies, as text for <see cref="Reviewed"/>.</summary>
internal static class AccessResources
{
    /// <summary>A role of a function, with a statement.</summary>
    public static string Role(string statement) => Resource("Role", "AWS::IAM::Role", $$"""
        "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole" } },
        "Policies": [{ "PolicyName": "Access", "PolicyDocument": { "Version": "2012-10-17", "Statement": [{{statement}}] } }]
        """);

    /// <summary>A role with a trust statement.</summary>
    public static string Trusting(string statement) => Resource("Role", "AWS::IAM::Role", $$"""
        "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{{statement}}] }
        """);

    /// <summary>A queue's policy, beside the queue, with one statement more than that which refuses plain HTTP.</summary>
    public static string QueueWith(string statement) => Queue("") + "," + QueuePolicy($"{RefusePlainHttp}, {statement}");

    public static string Queue(string properties) => Resource("Queue", "AWS::SQS::Queue", properties);

    public static string QueuePolicy(string statements) => Resource("QueuePolicy", "AWS::SQS::QueuePolicy", $$"""
        "Queues": [{ "Ref": "Queue" }], "PolicyDocument": { "Version": "2012-10-17", "Statement": [{{statements}}] }
        """);

    public const string RefusePlainHttp =
        """{ "Effect": "Deny", "Principal": { "AWS": "*" }, "Action": "sqs:*", "Resource": { "Fn::GetAtt": ["Queue", "Arn"] }, "Condition": { "Bool": { "aws:SecureTransport": "false" } } }""";

    public static string Resource(string logicalId, string type, string properties) => $$"""
        "{{logicalId}}": { "Type": "{{type}}", "Properties": { {{properties}} } }
        """;
}

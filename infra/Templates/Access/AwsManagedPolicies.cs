namespace SensorWatch.Templates.Access;

/// <summary>
/// What AWS's own managed policies for functions allow. Each has a page of its own:
/// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
/// </summary>
internal static class AwsManagedPolicies
{
    private static readonly string[] WriteLogs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

    private static readonly Dictionary<string, PolicyDocument> Table = new()
    {
        ["service-role/AWSLambdaBasicExecutionRole"] = Allow(WriteLogs),
        ["service-role/AWSLambdaSQSQueueExecutionRole"] = Allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", .. WriteLogs]),
        ["service-role/AWSLambdaDynamoDBExecutionRole"] =
            Allow(["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams", .. WriteLogs]),
        ["AWSXRayDaemonWriteAccess"] = Allow(
        [
            "xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:GetSamplingStatisticSummaries",
        ]),
    };

    /// <summary>The policy with an ARN; null when its text isn't known here.</summary>
    public static PolicyDocument? Find(string arn) => NameOf(arn) is { } name ? Table.GetValueOrDefault(name) : null;

    /// <summary>The name below AWS's own account, with its path: <c>service-role/AWSLambdaBasicExecutionRole</c>; null when it is no policy of AWS.</summary>
    public static string? NameOf(string arn) => arn.Split(':', 6) is ["arn", _, "iam", "", "aws", var policy] && policy.StartsWith("policy/", StringComparison.Ordinal)
        ? policy["policy/".Length..]
        : null;

    private static PolicyDocument Allow(IReadOnlyList<string> actions) => new(
    [
        new() { Label = "AWS's managed policy", Effect = PolicyEffect.Allow, Action = new(actions), Resource = new(["*"]) },
    ]);
}

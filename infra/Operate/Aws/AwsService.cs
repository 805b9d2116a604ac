namespace SensorWatch.Operate.Aws;

/// <summary>A service that has no SDK package here, in AWS's own names.</summary>
/// <param name="Id">Its id in AWS's models.</param>
/// <param name="Prefix">The first label of its host names, and its name in signatures.</param>
/// <param name="Version">Of its API.</param>
/// <param name="TargetPrefix">What stands before an operation in <c>X-Amz-Target</c>; null of a service that has paths instead.</param>
internal sealed record AwsService(string Id, string Prefix, string Version, string? TargetPrefix)
{
    /// <summary>https://docs.aws.amazon.com/eventbridge/latest/APIReference/Welcome.html</summary>
    public static AwsService EventBridge { get; } = new("EventBridge", "events", "2015-10-07", "AWSEvents");

    /// <summary>https://docs.aws.amazon.com/lambda/latest/api/welcome.html</summary>
    public static AwsService Lambda { get; } = new("Lambda", "lambda", "2015-03-31", null);

    /// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/Welcome.html</summary>
    public static AwsService CloudWatchLogs { get; } = new("CloudWatch Logs", "logs", "2014-03-28", "Logs_20140328");
}

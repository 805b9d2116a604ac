namespace SensorWatch.Local.Topics;

/// <summary>The protocols of subscriptions that are served: https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html</summary>
internal static class SubscriptionProtocols
{
    public const string Queue = "sqs";
    public const string Function = "lambda";

    /// <summary>Those of which nothing leaves this machine; the ones ending in <c>-json</c> and HTTP get SNS's envelope.</summary>
    public static IReadOnlyList<string> Shown { get; } = ["email", "email-json", "http", "https", "sms"];

    /// <summary>Whether a message goes to a queue or function of the deployment.</summary>
    public static bool IsDelivered(string protocol) => protocol is Queue or Function;
}

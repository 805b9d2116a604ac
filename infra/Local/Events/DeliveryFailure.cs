using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Faults;
using SensorWatch.Local.Queues;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>Why a target didn't get an event.</summary>
/// <param name="Code">EventBridge's code, https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html, or for Scheduler that of the target's service.</param>
/// <param name="Message">Words for a person.</param>
internal sealed record DeliveryFailure(string Code, string Message)
{
    private const string Internal = "INTERNAL_ERROR";
    private const string Throttling = "THROTTLING";

    /// <summary>Another attempt may mend it.</summary>
    public bool IsRetryable { get; init; }

    public static DeliveryFailure NoResource(string arn) => new("NO_RESOURCE", $"The target {arn} does not exist in this deployment.");

    public static DeliveryFailure NoPermissions(string arn, string action, string ruleArn) => new(
        "NO_PERMISSIONS",
        $"No policy of {arn} allows events.amazonaws.com to perform {action} for the rule {ruleArn}.");

    public static DeliveryFailure TooLarge(string arn, int bytes) =>
        new("INVALID_PARAMETER", $"The target {arn} takes no event of {bytes} bytes; 1 MB is the most.");

    /// <summary>A service's answer: one of its own errors, or too many calls, passes; others do not.</summary>
    public static DeliveryFailure Refused(AwsException error) => error switch
    {
        _ when IsThrottling(error) => new(Throttling, error.Message) { IsRetryable = true },
        { StatusCode: >= 500 } => new(Internal, error.Message) { IsRetryable = true },
        _ => new("INVALID_PARAMETER", error.Message),
    };

    /// <summary>A service's answer in the service's own code, as Scheduler tells it.</summary>
    public static DeliveryFailure InServiceWords(AwsException error) =>
        new(error.QueryErrorCode?.Split(';')[0] ?? error.Code[(error.Code.IndexOf('#', StringComparison.Ordinal) + 1)..], error.Message)
        {
            IsRetryable = IsThrottling(error) || error.StatusCode >= 500,
        };

    /// <summary>What a fault on demand stands for.</summary>
    public static DeliveryFailure OnDemand(Fault fault) =>
        new(fault.Kind == FaultKind.Throttle ? Throttling : Internal, $"Fault on demand: {fault}") { IsRetryable = true };

    /// <summary>
    /// The message for the target's dead-letter queue: the event before any transformation, and what went wrong.
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    /// </summary>
    public static OutgoingMessage ToDeadLetter(BusEvent busEvent, RuleResource rule, RuleTarget target, FailedDelivery failed)
    {
        var attributes = new Dictionary<string, MessageAttribute>
        {
            ["RULE_ARN"] = MessageAttribute.Text(rule.Arn),
            ["TARGET_ARN"] = MessageAttribute.Text(target.Arn),
            ["ERROR_CODE"] = MessageAttribute.Text(failed.Failure.Code),
            ["ERROR_MESSAGE"] = MessageAttribute.Text(failed.Failure.Message),
            ["RETRY_ATTEMPTS"] = new("Number", $"{failed.Retries}"),
        };
        if (failed.ExhaustedCondition is { } condition)
        {
            attributes.Add("EXHAUSTED_RETRY_CONDITION", MessageAttribute.Text(condition));
        }

        return new() { Body = busEvent.Text, TraceHeader = busEvent.TraceHeader, Attributes = attributes };
    }

    /// <summary>The services' own words for it; SQS's and DynamoDB's status is that of a caller's error.</summary>
    private static bool IsThrottling(AwsException error) => error.StatusCode == 429
        || error.Code.Contains("Throttl", StringComparison.Ordinal)
        || error.Code.EndsWith("ProvisionedThroughputExceededException", StringComparison.Ordinal);
}

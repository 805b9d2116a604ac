using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Queues;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>Why a target didn't get an event.</summary>
/// <param name="Code">EventBridge's code, https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html</param>
/// <param name="Message">Words for a person.</param>
internal sealed record DeliveryFailure(string Code, string Message)
{
    public static DeliveryFailure NoResource(string arn) => new("NO_RESOURCE", $"The target {arn} does not exist in this deployment.");

    public static DeliveryFailure NoPermissions(string arn, string action, string ruleArn) => new(
        "NO_PERMISSIONS",
        $"No policy of {arn} allows events.amazonaws.com to perform {action} for the rule {ruleArn}.");

    public static DeliveryFailure TooLarge(string arn, int bytes) =>
        new("INVALID_PARAMETER", $"The target {arn} takes no event of {bytes} bytes; 1 MB is the most.");

    public static DeliveryFailure Refused(AwsException error) => new("INVALID_PARAMETER", error.Message);

    /// <summary>The message for the target's dead-letter queue: the event before any transformation, and what went wrong.</summary>
    public OutgoingMessage ToDeadLetter(BusEvent busEvent, RuleResource rule, RuleTarget target) => new()
    {
        Body = busEvent.Text,
        TraceHeader = busEvent.TraceHeader,
        Attributes = new Dictionary<string, MessageAttribute>
        {
            ["RULE_ARN"] = MessageAttribute.Text(rule.Arn),
            ["TARGET_ARN"] = MessageAttribute.Text(target.Arn),
            ["ERROR_CODE"] = MessageAttribute.Text(Code),
            ["ERROR_MESSAGE"] = MessageAttribute.Text(Message),
            ["RETRY_ATTEMPTS"] = new("Number", "0"),
        },
    };
}

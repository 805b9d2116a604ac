using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using SensorWatch.Operate.Aws;
using SensorWatch.Operate.Environments;

namespace SensorWatch.Operate.DeadLetters;

/// <summary>What put a message into a dead-letter queue.</summary>
internal enum FailedAt
{
    /// <summary>Consumers of a queue didn't get done with it.</summary>
    Queue,

    /// <summary>A rule couldn't deliver it to its target.</summary>
    Rule,

    /// <summary>A mapping gave up a batch of a stream.</summary>
    Stream,

    /// <summary>A function that was invoked asynchronously failed.</summary>
    Function,

    /// <summary>Something else put it there.</summary>
    Unknown,
}

/// <summary>Why a message lies in a dead-letter queue, as far as the message itself tells; pure.</summary>
/// <param name="At">What put it there.</param>
/// <param name="Text">For people.</param>
/// <param name="Source">Short name or ARN of what it failed at: the queue, the target, the stream, the function.</param>
/// <param name="ErrorCode">EventBridge's or Lambda's code.</param>
/// <param name="ErrorMessage">EventBridge's or Lambda's message.</param>
internal sealed record FailureReason(FailedAt At, string Text, string? Source = null, string? ErrorCode = null, string? ErrorMessage = null)
{
    /// <summary>Reads what the services wrote beside the message, or in it.</summary>
    public static FailureReason Of(Message message, DeadLetterQueue queue, SystemEnvironment environment)
    {
        if (Attribute(message, RuleAttributes.Target) is { } target)
        {
            return OfRule(message, environment.ShortName(target[(target.LastIndexOf(':') + 1)..]));
        }

        // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
        if (Attribute(message, "ErrorMessage") is { } error && Attribute(message, "RequestID") is { } requestId)
        {
            return new(FailedAt.Function, $"the function failed in request {requestId}: {error}", null, Attribute(message, "ErrorCode"), error);
        }

        if (OfRecord(message.Body, environment) is { } recorded)
        {
            return recorded;
        }

        return SourceOf(message, queue) is { } source
            ? new(FailedAt.Queue, $"the consumers of {source.ShortName} failed, as often as its redrive policy lets them", source.ShortName)
            : new(FailedAt.Unknown, "nothing beside the message says why it is here");
    }

    /// <summary>The queue that a message came from; null when it came from none, or SQS doesn't say from which.</summary>
    public static EnvironmentQueue? SourceOf(Message message, DeadLetterQueue queue)
    {
        var arn = message.Attributes?.GetValueOrDefault(MessageSystemAttributeName.DeadLetterQueueSourceArn.Value);
        return queue.Sources.FirstOrDefault(source => source.Arn == arn) ?? (arn is null && queue.HasQueuesOnly && queue.Sources is [var only] ? only : null);
    }

    internal static string? Attribute(Message message, string name) => message.MessageAttributes?.GetValueOrDefault(name)?.StringValue;

    internal static int Receives(Message message) =>
        int.TryParse(message.Attributes?.GetValueOrDefault(MessageSystemAttributeName.ApproximateReceiveCount.Value), CultureInfo.InvariantCulture, out var count) ? count : 0;

    /// <summary>https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html</summary>
    private static FailureReason OfRule(Message message, string target)
    {
        var (code, text) = (Attribute(message, RuleAttributes.ErrorCode), Attribute(message, RuleAttributes.ErrorMessage));
        var retries = Attribute(message, RuleAttributes.Retries) is { } attempts and not "0" ? $" after {attempts} retries" : "";
        return new(FailedAt.Rule, $"EventBridge could not deliver it to {target}{retries}: {code}: {text}", target, code, text);
    }

    /// <summary>
    /// Lambda's record of an invocation, or of a batch of a stream, that it gave up:
    /// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
    /// </summary>
    private static FailureReason? OfRecord(string body, SystemEnvironment environment)
    {
        var record = JsonMembers.TryParse(body);
        var context = record.Object("requestContext");
        if (context.Text("condition") is not { } condition)
        {
            return null;
        }

        var error = record.Object("responsePayload").Text("errorMessage") ?? record.Object("responseContext").Text("functionError");
        var because = error is null ? condition : $"{condition}: {error}";
        if (record.Object("DDBStreamBatchInfo") is { } batch)
        {
            var stream = batch.Text("streamArn") ?? "";
            var name = stream.Split('/') is [_, var table, ..] ? environment.ShortName(table) : stream;
            return new(
                FailedAt.Stream,
                $"the mapping gave up {batch["batchSize"]} changes of {name}, {batch.Text("startSequenceNumber")} to {batch.Text("endSequenceNumber")}: {because}",
                stream, condition, error);
        }

        return new(FailedAt.Function, $"the function failed: {because}", context.Text("functionArn"), condition, error);
    }
}

/// <summary>Attributes that EventBridge gives a message in a target's dead-letter queue.</summary>
internal static class RuleAttributes
{
    public const string Rule = "RULE_ARN";
    public const string Target = "TARGET_ARN";
    public const string ErrorCode = "ERROR_CODE";
    public const string ErrorMessage = "ERROR_MESSAGE";
    public const string Retries = "RETRY_ATTEMPTS";

    /// <summary>All of them: what was not there when the event was sent the first time.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal) { Rule, Target, ErrorCode, ErrorMessage, Retries, "EXHAUSTED_RETRY_CONDITION" };
}

using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Queues;

/// <summary>
/// SQS's errors. <c>__type</c> has the shape's name; <c>x-amzn-query-error</c> has the older code of the Query protocol,
/// which the SDKs prefer.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
/// </summary>
internal static class SqsErrors
{
    private const string Sqs = "com.amazonaws.sqs#";
    private const string Coral = "com.amazon.coral.service#";
    private const string Query = "AWS.SimpleQueueService.";

    public static AwsException QueueDoesNotExist() =>
        Error(Sqs + "QueueDoesNotExist", Query + "NonExistentQueue", "The specified queue does not exist.");

    public static AwsException MissingParameter(string name) => Error(
        Coral + "MissingRequiredParameterException",
        "MissingParameter",
        $"The request must contain the parameter {name}.");

    public static AwsException InvalidParameterValue(string message) =>
        Error(Coral + "InvalidParameterValueException", "InvalidParameterValue", message);

    public static AwsException InvalidParameterValue(string name, object value, string reason) =>
        InvalidParameterValue($"Value {value} for parameter {name} is invalid. Reason: {reason}");

    public static AwsException InvalidMessageContents() => Error(
        Sqs + "InvalidMessageContents",
        "InvalidMessageContents",
        "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF");

    public static AwsException InvalidAttributeName(string name) =>
        Error(Sqs + "InvalidAttributeName", "InvalidAttributeName", $"Unknown Attribute {name}.");

    public static AwsException ReceiptHandleIsInvalid(string handle) => Error(
        Sqs + "ReceiptHandleIsInvalid",
        "ReceiptHandleIsInvalid",
        $"The input receipt handle \"{handle}\" is not a valid receipt handle.",
        404);

    public static AwsException MessageNotInflight(string handle) => Error(
        Sqs + "MessageNotInflight",
        Query + "MessageNotInflight",
        $"Value {handle} for parameter ReceiptHandle is invalid. Reason: Message is not in flight.");

    public static AwsException EmptyBatchRequest(string entryType) => Error(
        Sqs + "EmptyBatchRequest",
        Query + "EmptyBatchRequest",
        $"There should be at least one {entryType} in the request.");

    public static AwsException TooManyEntries(int count) => Error(
        Sqs + "TooManyEntriesInBatchRequest",
        Query + "TooManyEntriesInBatchRequest",
        $"Maximum number of entries per request are 10. You have sent {count}.");

    public static AwsException BatchEntryIdsNotDistinct(string id) =>
        Error(Sqs + "BatchEntryIdsNotDistinct", Query + "BatchEntryIdsNotDistinct", $"Id {id} repeated.");

    public static AwsException InvalidBatchEntryId() => Error(
        Sqs + "InvalidBatchEntryId",
        Query + "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.");

    public static AwsException BatchRequestTooLong(long bytes) => Error(
        Sqs + "BatchRequestTooLong",
        Query + "BatchRequestTooLong",
        $"Batch requests cannot be longer than {MessageRules.MaximumBytes} bytes. You have sent {bytes} bytes.");

    public static AwsException PurgeQueueInProgress(string queue) => Error(
        Sqs + "PurgeQueueInProgress",
        Query + "PurgeQueueInProgress",
        $"Only one PurgeQueue operation on {queue} is allowed every 60 seconds.",
        403);

    public static AwsException ResourceNotFound(string parameter) => Error(
        Sqs + "ResourceNotFoundException",
        "ResourceNotFoundException",
        $"The resource that you specified for the {parameter} parameter doesn't exist.",
        404);

    public static AwsException MoveTaskNotFound() =>
        Error(Sqs + "ResourceNotFoundException", "ResourceNotFoundException", "Task does not exist, or is not running.", 404);

    /// <summary>The older code of an error, as batch answers carry it for an entry.</summary>
    public static string EntryCode(AwsException error) =>
        error.QueryErrorCode is { } code ? code[..code.IndexOf(';', StringComparison.Ordinal)] : error.Code;

    private static AwsException Error(string code, string queryCode, string message, int statusCode = 400) =>
        new(code, message, statusCode) { QueryErrorCode = $"{queryCode};Sender" };
}

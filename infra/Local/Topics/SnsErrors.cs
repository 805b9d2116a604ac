using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Topics;

/// <summary>SNS's errors: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors</summary>
internal static class SnsErrors
{
    public static AwsException InvalidParameter(string reason) => new("InvalidParameter", $"Invalid parameter: {reason}");

    public static AwsException InvalidAttribute(string reason) => new("ParameterValueInvalid", reason);

    public static AwsException NotFound() => new("NotFound", "Topic does not exist", 404);

    public static AwsException EmptyBatch() =>
        new("EmptyBatchRequest", "The batch request doesn't contain any entries.");

    public static AwsException TooManyEntries(int maximum) =>
        new("TooManyEntriesInBatchRequest", $"The batch request contains more entries than permissible (more than {maximum}).");

    public static AwsException EntryIdsNotDistinct() =>
        new("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");

    public static AwsException InvalidEntryId() =>
        new("InvalidBatchEntryId", "The Id of a batch entry has 1 to 80 letters, digits, hyphens or underscores.");

    public static AwsException BatchTooLong(int size, int maximum) =>
        new("BatchRequestTooLong", $"Batch requests cannot be longer than {maximum} bytes. You have sent {size} bytes.");
}

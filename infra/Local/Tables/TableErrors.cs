using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Tables;

/// <summary>
/// The errors that DynamoDB gives, with the full <c>__type</c> that it sends.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
/// </summary>
internal static class TableErrors
{
    private const string Service = "com.amazonaws.dynamodb.v20120810#";

    public static AwsException Validation(string message) => new("com.amazon.coral.validate#ValidationException", message);

    /// <summary>A request's member breaks a constraint of the service's model.</summary>
    public static AwsException Constraint(string value, string member, string constraint) =>
        Validation($"1 validation error detected: Value {value} at '{member}' failed to satisfy constraint: {constraint}");

    /// <summary>A parameter value that no item may have: the form in which DynamoDB words most of its refusals.</summary>
    public static AwsException InvalidParameter(string what) => Validation($"One or more parameter values were invalid: {what}");

    public static AwsException Serialization(string message) =>
        new("com.amazon.coral.service#SerializationException", message);

    public static AwsException ResourceNotFound(string message = "Requested resource not found") =>
        new(Service + "ResourceNotFoundException", message);

    public static AwsException ExpiredIterator() =>
        new(Service + "ExpiredIteratorException", "Iterator expired. The iterator was created more than 15 minutes ago.");

    public static AwsException TrimmedDataAccess() => new(
        Service + "TrimmedDataAccessException",
        "The operation attempted to read past the oldest stream record in a shard.");

    /// <param name="item">The item as it was, for <c>ReturnValuesOnConditionCheckFailure: ALL_OLD</c>.</param>
    public static AwsException ConditionalCheckFailed(JsonObject? item) =>
        new(Service + "ConditionalCheckFailedException", "The conditional request failed")
        {
            Members = item is null ? null : new JsonObject { ["Item"] = item },
        };

    public static AwsException TransactionCanceled(IReadOnlyList<string> codes, JsonArray reasons) =>
        new(
            Service + "TransactionCanceledException",
            $"Transaction cancelled, please refer cancellation reasons for specific reasons [{string.Join(", ", codes)}]")
        {
            Members = new JsonObject { ["CancellationReasons"] = reasons },
        };

    public static AwsException IdempotentParameterMismatch() =>
        new(Service + "IdempotentParameterMismatchException", "Provided parameters do not match those of the request with the same token");
}
